import type { MessageState } from '../portable/portable-message.ts';

/** What the name of a message's file tells. */
export interface MessageFileName {
  readonly mark: string;
  readonly identity: string;
  /** Bytes of the message. */
  readonly size: number;
  /** Maildir's letters, in their order. */
  readonly flags: string;
}

/** What parts the name of a message from its flags. Windows keeps the colon for itself; Python's `mailbox` reads `!` where it is told to. */
export const flagSeparator = (platform: NodeJS.Platform): ':' | '!' => (platform === 'win32' ? '!' : ':');

/**
 * The name of a message as Maildir wants it, made of when it came (whole seconds since 1970) and what names it for ever: the same in every run. `S=` is its
 * size, which Dovecot and Courier read. https://cr.yp.to/proto/maildir.html
 */
export const messageFileName = (seconds: number, { mark, identity, size }: Omit<MessageFileName, 'flags'>): string =>
  `${Math.max(0, seconds)}.${mark}.${identity},S=${size}`;

/**
 * Letters for what Maildir knows of a message: draft, flagged, passed on, replied, seen. Never T, which asks programs to delete it: what lies among the
 * deleted items lies there.
 */
export const flagsOf = ({ isDraft, isRead, flag, answered }: MessageState): string =>
  [
    isDraft ? 'D' : '',
    flag?.status === 'flagged' ? 'F' : '',
    answered?.how === 'forwarded' ? 'P' : '',
    answered !== undefined && answered.how !== 'forwarded' ? 'R' : '',
    isRead ? 'S' : '',
  ].join('');

/** Reads the name of a file in `cur`; undefined for one that no export has made. Flags that a mail program has set since are told as they are now. */
export const readMessageFileName = (name: string): MessageFileName | undefined => {
  const found =
    /^\d+\.(?<mark>[0-9a-f]+-[0-9a-f]+)\.(?<identity>[0-9a-f]+),S=(?<size>\d+)(?:,W=\d+)?(?:[:!]2,(?<flags>[A-Za-z]*))?$/.exec(
      name,
    )?.groups;
  if (found === undefined) return undefined;
  const { mark = '', identity = '', size = '', flags = '' } = found;
  return { mark, identity, size: Number(size), flags };
};
