import { z } from 'zod';
import type { SeedAttachment, SeedItem } from '../store/model.ts';
import { mailItem } from '../seed/mail.ts';
import type { Member, Person } from '../seed/people.ts';

const text = z.string('must be text');
const addressRule = 'must be an address such as ann@example.test';
const address = text.regex(/^[^\s<>@,;:"]+@[^\s<>@,;:"]+$/, addressRule).toLowerCase();
const person = z.union(
  [address.transform((given): Person => ({ name: given, address: given })), z.strictObject({ name: text, address })],
  `${addressRule}, or an object with name and address`,
);
const people = z.array(person, 'must be a list of people').optional();

const attachment = z
  .strictObject({
    name: text.min(1, 'must not be empty'),
    contentType: text.regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be a media type such as application/pdf').optional(),
    text: text.optional(),
    base64: z.base64('must be base64').optional(),
    contentId: text.regex(/^\S+$/, 'must not hold spaces').optional(),
  })
  .refine((given) => (given.text === undefined) !== (given.base64 === undefined), {
    path: ['base64'],
    error: 'either text or base64 must be there',
  });

/** A message as somebody tells it who has it delivered, in the words of a seed file. */
export const givenMessage = z
  .strictObject({
    from: person,
    to: people,
    cc: people,
    subject: text.optional(),
    text: text.optional(),
    html: text.optional(),
    date: z.iso.datetime({ offset: true, error: 'must be an instant such as 2027-01-31T00:00:00Z' }).optional(),
    isRead: z.boolean('must be true or false').default(false),
    importance: z.enum(['low', 'normal', 'high'], 'must be low, normal or high').optional(),
    categories: z.array(text, 'must be a list').optional(),
    attachments: z.array(attachment, 'must be a list').optional(),
  })
  .refine((given) => given.text === undefined || given.html === undefined, {
    path: ['html'],
    error: 'must not stand beside text',
  });

export type GivenMessage = z.output<typeof givenMessage>;

/** The item that it becomes in the mailbox of `owner`. `name` is of this message alone; `now`, ISO 8601, is its date unless it tells one. */
export const arrivingItem = (message: GivenMessage, owner: Member, name: string, now: string): SeedItem => {
  const { from, to = [owner], cc = [], date = now, importance, categories, attachments = [], ...rest } = message;
  const attached = attachments.map(fileOf);
  return mailItem(
    {
      name,
      from,
      to,
      cc,
      subject: rest.subject,
      body: bodyOf(rest),
      receivedAt: new Date(date).toISOString(),
      isRead: rest.isRead,
      ...(importance === undefined ? {} : { importance: levels[importance] }),
      ...(categories === undefined ? {} : { categories }),
      attachments: attached,
    },
    owner,
  );
};

const levels = { low: 'Low', normal: 'Normal', high: 'High' } as const;

const bodyOf = ({ text = '', html }: Pick<GivenMessage, 'text' | 'html'>) =>
  html === undefined
    ? ({ type: 'Text', content: text.replaceAll(/\r?\n/g, '\r\n') } as const)
    : ({ type: 'HTML', content: html } as const);

const fileOf = (given: NonNullable<GivenMessage['attachments']>[number]): SeedAttachment => {
  const { name, contentType, contentId } = given;
  const bytes = given.base64 === undefined ? Buffer.from(given.text ?? '') : Buffer.from(given.base64, 'base64');
  return {
    kind: 'file',
    name,
    contentType: contentType ?? (given.base64 === undefined ? 'text/plain' : 'application/octet-stream'),
    ...(contentId === undefined ? {} : { contentId }),
    isInline: contentId !== undefined,
    size: bytes.length,
    content: () => bytes,
  };
};
