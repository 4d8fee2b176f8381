import type { Caller } from './access/caller.ts';
import { mailboxAddress } from './ews/properties/id.ts';
import type { Sealer } from './sealer.ts';

/** What can be downloaded by link; also the first part of the path. */
export type LinkRoute = 'attachments' | 'mime';

/** The life that a link may be given, seconds. */
export const linkLifetimeSeconds = { min: 1, max: 3600 } as const;

/** Makes and checks short-lived download links, for browsers that cannot send an Authorization header with `<img src>` or `<a href>`. */
export interface Links {
  /**
   * The address of one download, for this caller, for so many whole seconds but no longer than its credentials live. `origin` has no slash at the end; `id` is a global id. Throws
   * RangeError for a life outside `linkLifetimeSeconds`.
   */
  url(link: {
    readonly origin: string;
    readonly route: LinkRoute;
    readonly id: string;
    readonly caller: Caller;
    readonly lifetimeSeconds: number;
  }): string;
  /** The caller that a link was made for; undefined when it was made for another download, has expired or was changed. */
  open(link: { readonly route: LinkRoute; readonly id: string; readonly token: string }): Caller | undefined;
}

/** Route and id are in the purpose, so that the token of one download opens no other, and need not be repeated in it. */
const purposeOf = (route: LinkRoute, id: string): string => `link/${route}/${id}`;

/** End of the link in whole seconds since 1970, then what a policy needs to know of a caller. */
type SealedCaller = readonly [number, Caller['kind'], string, string, Caller['claims']];

/**
 * The token holds the caller, sealed: nobody can read whom it was made for, and whoever uses the link meets the same policy as that caller.
 * `now` is the wall clock in milliseconds since 1970.
 */
export const createLinks = ({ sealer, now }: { readonly sealer: Sealer; readonly now: () => number }): Links => ({
  url: ({ origin, route, id, caller, lifetimeSeconds }) => {
    if (
      !Number.isInteger(lifetimeSeconds) ||
      lifetimeSeconds < linkLifetimeSeconds.min ||
      lifetimeSeconds > linkLifetimeSeconds.max
    ) {
      throw new RangeError(`A link lives for ${linkLifetimeSeconds.min} to ${linkLifetimeSeconds.max} whole seconds`);
    }
    const { kind, subject, mailbox, claims, expiresAtMs } = caller;
    const endsAtMs = Math.min(now() + lifetimeSeconds * 1000, expiresAtMs ?? Number.POSITIVE_INFINITY);
    const sealed: SealedCaller = [Math.floor(endsAtMs / 1000), kind, subject, mailbox ?? '', claims];
    const token = sealer.seal(purposeOf(route, id), JSON.stringify(sealed));
    return `${origin}/${route}/${id}?link=${token}`;
  },

  open: ({ route, id, token }) => {
    const sealed = sealer.open(purposeOf(route, id), token);
    if (sealed === undefined) return undefined;
    const [endsAt, kind, subject, mailbox, claims] = JSON.parse(sealed) as SealedCaller;
    if (now() >= endsAt * 1000) return undefined;
    return Object.freeze({ kind, subject, mailbox: mailboxAddress(mailbox), claims, expiresAtMs: endsAt * 1000 });
  },
});
