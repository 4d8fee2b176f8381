import type { SeedAttachment, SeedItem } from '../store/model.ts';
import { file } from './attachment-content.ts';
import { messageIdOf } from './identifiers.ts';
import type { Body } from './item-properties.ts';
import { type Conversation, type Mail, mailItem, oldestFirst } from './mail.ts';
import type { Member } from './people.ts';
import type { SeedPeople } from './seed-file-people.ts';
import type { MessageEntry, SeedFile } from './seed-file-schema.ts';
import { type SeedClock, seedMoment } from './seed-moment.ts';

/** Messages of a seed file by what others call them in `answers`. Of a message in several mailboxes it is the first. */
export type NamedMessages = ReadonlyMap<string, MessageEntry>;

/** All messages that have an id. */
export const namedMessages = ({ mailboxes }: SeedFile): NamedMessages => {
  const named = new Map<string, MessageEntry>();
  for (const message of mailboxes.flatMap(({ folders }) =>
    Object.values(folders).flatMap(({ messages }) => messages),
  )) {
    if (message.id !== undefined && !named.has(message.id)) named.set(message.id, message);
  }
  return named;
};

/** The messages that one answers, the oldest first; undefined when there is no end to them. */
export const answeredMessages = (message: MessageEntry, named: NamedMessages): readonly MessageEntry[] | undefined => {
  const before: MessageEntry[] = [];
  for (let next = answered(message, named); next !== undefined; next = answered(next, named)) {
    if (before.length > named.size) return undefined;
    before.unshift(next);
  }
  return before;
};

/** A folder of mail and whose it is. */
export interface MailPlace {
  readonly owner: Member;
  /** `inbox`, `Projects/Acme`. */
  readonly path: string;
}

/** What the messages of a seed file are made with. */
export interface MailSources {
  readonly people: SeedPeople;
  readonly clock: SeedClock;
  readonly named: NamedMessages;
}

/** The items of a folder's messages, oldest first. */
export const seedMail = (
  messages: readonly MessageEntry[],
  { owner, path }: MailPlace,
  sources: MailSources,
): readonly SeedItem[] =>
  messages
    .map((message, index) => mailOf(message, `${owner.address}/${path}/${index}`, { owner, path }, sources))
    .toSorted(oldestFirst)
    .map((mail) => mailItem(mail, owner));

/** A body as a seed file gives it. Lines of text end as they do in mail. */
export const seedBody = ({ text = '', html }: { readonly text?: string; readonly html?: string }): Body =>
  html === undefined ? { type: 'Text', content: text.replaceAll(/\r?\n/g, '\r\n') } : { type: 'HTML', content: html };

/** `high` as EWS spells it. */
export const seedImportance = { low: 'Low', normal: 'Normal', high: 'High' } as const;

const mailOf = (message: MessageEntry, place: string, { owner, path }: MailPlace, sources: MailSources): Mail => {
  const { people } = sources;
  const isOwn = path === 'sent' || path === 'drafts';
  const receivedAt = dateOf(message, sources.clock);
  const before = answeredMessages(message, sources.named) ?? [];
  return {
    name: nameOf(message, place),
    from: message.from === undefined ? owner : people.person(message.from),
    to: message.to?.map(people.person) ?? (isOwn ? [] : [owner]),
    cc: message.cc?.map(people.person) ?? [],
    bcc: message.bcc?.map(people.person) ?? [],
    subject: message.subject,
    body: seedBody(message),
    receivedAt,
    isRead: message.isRead ?? isOwn,
    isDraft: path === 'drafts',
    importance: seedImportance[message.importance ?? 'normal'],
    categories: message.categories ?? [],
    attachments: message.attachments?.map(attachmentOf) ?? [],
    ...(message.flagged === true ? { followUp: { status: 'flagged' } } : {}),
    ...(before.length === 0 ? {} : { conversation: conversationOf(before, place, sources.clock) }),
  };
};

const answered = ({ answers }: MessageEntry, named: NamedMessages): MessageEntry | undefined =>
  answers === undefined ? undefined : named.get(answers);

const nameOf = ({ id }: MessageEntry, place: string): string => `seed-file/${id ?? place}`;

const dateOf = ({ date = '-1h' }: MessageEntry, clock: SeedClock): string =>
  new Date(seedMoment(date, clock) ?? clock.now).toISOString();

const conversationOf = (before: readonly MessageEntry[], place: string, clock: SeedClock): Conversation | undefined => {
  const [first] = before;
  return (
    first && {
      name: nameOf(first, place),
      topic: first.subject ?? '',
      startedAt: dateOf(first, clock),
      earlier: before.map((message) => messageIdOf(nameOf(message, place))),
    }
  );
};

const attachmentOf = (given: NonNullable<MessageEntry['attachments']>[number]): SeedAttachment => {
  const { name, contentId } = given;
  const content = given.base64 === undefined ? (given.text ?? '') : Buffer.from(given.base64, 'base64');
  const contentType = given.contentType ?? (given.base64 === undefined ? 'text/plain' : 'application/octet-stream');
  const attachment = file(name, contentType, content);
  return contentId === undefined ? attachment : { ...attachment, contentId, isInline: true };
};
