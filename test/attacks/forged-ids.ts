import type { Caller } from '../../src/access/caller.ts';
import { decodeGlobalId, encodeGlobalId } from '../../src/global-id.ts';
import { createSealer } from '../../src/sealer.ts';
import { createLinks } from '../../src/signed-link.ts';
import { address, callerNamed } from '../access.ts';
import { journeySecret } from '../journeys/start.ts';
import { send } from './attacker.ts';
import type { linkForgeries } from './download-probes.ts';
import type { idForgeries } from './id-probes.ts';
import type { Belongings } from './target.ts';

const sealer = createSealer(journeySecret);
const stranger = createSealer(new Uint8Array(32).fill(8));

interface Seen {
  readonly mailbox: {
    readonly id: string;
    readonly inbox: {
      readonly id: string;
      readonly messages: {
        readonly nodes: readonly { readonly id: string; readonly conversation: { readonly id: string } }[];
        readonly pageInfo: { readonly endCursor: string };
      };
    };
    readonly calendar: { readonly id: string };
    readonly agenda: { readonly nodes: readonly { readonly id: string }[] };
    readonly withFiles: {
      readonly nodes: readonly {
        readonly subject: string;
        readonly mime: { readonly downloadUrl: string };
        readonly attachments: readonly {
          readonly id: string;
          readonly contentType?: string;
          readonly downloadUrl?: string;
        }[];
      }[];
    };
  };
}

const seen = `query ($address: EmailAddress!) { mailbox(address: $address) {
  id
  inbox { id messages(first: 2) { nodes { id conversation { id } } pageInfo { endCursor } } }
  calendar { id }
  agenda(window: { start: "2026-03-01T00:00:00Z", end: "2026-04-01T00:00:00Z" }, first: 1) { nodes { id } }
  withFiles: messages(filter: { hasAttachments: true }, first: 50) {
    nodes { subject mime { downloadUrl(expiresIn: "PT1H") } attachments { id ... on FileAttachment { contentType downloadUrl(expiresIn: "PT1H") } } }
  }
} }`;

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
};

/** What of this mailbox its reader gets to see, and the link to the largest file in it, if there is one. */
export const belongingsOf = async (
  origin: string,
  credentials: string,
  mailbox: string,
): Promise<Belongings & { readonly largeLink: string }> => {
  const { body } = await send(origin, {
    headers: { 'content-type': 'application/json', authorization: `Bearer ${credentials}` },
    body: JSON.stringify({ query: seen, variables: { address: mailbox } }),
  });
  const { data, errors } = JSON.parse(body) as { readonly data: Seen; readonly errors?: unknown };
  if (errors !== undefined) throw new Error(`${mailbox}: ${JSON.stringify(errors)}`);
  const { id, inbox, calendar, agenda, withFiles } = data.mailbox;
  const [message] = inbox.messages.nodes;
  const [event] = agenda.nodes;
  const files = withFiles.nodes.flatMap(({ subject, mime, attachments }) =>
    attachments.map((attachment) => ({ ...attachment, subject, mime })),
  );
  // Something that a browser would like to take for a page, where there is such a thing.
  const file = files.find(({ contentType }) => contentType === 'text/html') ?? files[0];
  if (message === undefined || event === undefined) throw new Error(`${mailbox} has no mail or no event`);
  return {
    mailbox: id,
    inbox: inbox.id,
    calendar: calendar.id,
    message: message.id,
    conversation: message.conversation.id,
    event: event.id,
    attachment:
      file?.id ?? encodeGlobalId(sealer, { type: 'MessageAttachment', mailbox: address(mailbox), id: 'AAAA' }),
    cursor: inbox.messages.pageInfo.endCursor,
    attachmentLink: pathOf(file?.downloadUrl ?? 'http://x/'),
    mimeLink: pathOf(linkTo('mime', message.id, mailbox)),
    largeLink: pathOf(files.find(({ subject }) => subject.includes('25 MB'))?.downloadUrl ?? 'http://x/'),
  };
};

const alice: Caller = callerNamed('alice', { mailbox: address('alice@example.test') });

const linkTo = (
  route: 'attachments' | 'mime',
  id: string,
  mailbox: string,
  { by = sealer, at = Date.now(), subject = mailbox.split('@')[0] ?? '' } = {},
): string =>
  createLinks({ sealer: by, now: () => at }).url({
    origin: 'http://x',
    route,
    id,
    caller: { ...alice, subject, mailbox: address(mailbox) },
    lifetimeSeconds: 3_600,
  });

const turnBit = (text: string): string => {
  const bytes = Buffer.from(text, 'base64url');
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  return bytes.toString('base64url');
};

/** Ids that must not open, made of good ones. */
export const forgeIds = (mine: Belongings): Readonly<Record<(typeof idForgeries)[number], string>> => {
  const { message, inbox } = mine;
  const withSign = Object.values(mine).find((id) => /^[\w-]*[_-][\w-]*$/.test(id)) ?? message;
  return {
    text: 'bob@example.test',
    nothing: '',
    'a raw id of the mail server': decodeGlobalId(sealer, message)?.id ?? '',
    'sealed by another gateway': encodeGlobalId(stranger, {
      type: 'Item',
      mailbox: address('alice@example.test'),
      id: 'AAAA',
    }),
    'of no type that there is': sealer.sealBytes('global-id', Buffer.from('\u007Falice@example.test\0AAAA')),
    'cut by a character': message.slice(0, -1),
    'longer by a character': `${message}A`,
    'with one bit turned': turnBit(message),
    'with padding': `${message}=`,
    'in another alphabet': withSign.replaceAll('-', '+').replaceAll('_', '/'),
    'with white space': ` ${message}\n`,
    'of two halves of two ids': `${message.slice(0, 40)}${inbox.slice(40)}`,
    'that is a cursor': mine.cursor,
    'that is a link': new URL(mine.mimeLink, 'http://x').searchParams.get('link') ?? '',
  };
};

/** Links that must not open, path and query. */
export const forgeLinks = (mine: Belongings): Readonly<Record<(typeof linkForgeries)[number], string>> => {
  const [path = '', token = ''] = mine.mimeLink.split('?link=');
  return {
    'whose time is over': pathOf(linkTo('mime', mine.message, 'alice@example.test', { at: Date.now() - 3_601_000 })),
    'with one bit turned': `${path}?link=${turnBit(token)}`,
    'cut by a character': mine.mimeLink.slice(0, -1),
    'sealed by another gateway': pathOf(linkTo('mime', mine.message, 'alice@example.test', { by: stranger })),
    'of the other route': mine.mimeLink.replace('/mime/', '/attachments/'),
    'for ever, made up': `${path}?link=${Buffer.alloc(120, 'forever').toString('base64url')}`,
    'of a caller who may no longer': pathOf(linkTo('mime', mine.message, 'alice@example.test', { subject: 'left' })),
  };
};
