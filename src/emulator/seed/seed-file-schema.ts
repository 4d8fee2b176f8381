import { findWindows } from 'windows-iana';
import { z } from 'zod';
import { hasZone } from '../calendar/time-zone.ts';
import { recurrenceOfRule } from '../calendar/recurrence-rule.ts';
import { EmulatorError } from '../emulator-error.ts';
import { seedMoment } from './seed-moment.ts';

/** The zone that somebody means by a Windows id or an IANA name, as a Windows id; undefined when there is none. */
export const windowsZone = (zone: string): string | undefined => (hasZone(zone) ? zone : findWindows(zone)[0]);

/** Name and address of `Ann Archer <ann@example.test>`, or the address alone, in lower case; undefined for anything else. */
export const readPerson = (text: string): { readonly name?: string; readonly address: string } | undefined => {
  const [, name, named, alone] = personPattern.exec(text) ?? [];
  const address = (named ?? alone)?.toLowerCase();
  if (address === undefined) return undefined;
  return name === undefined ? { address } : { name, address };
};

/** Whether a folder's path in a seed file is the word for one that every mailbox has for mail. */
export const isMainFolder = (path: string): boolean => mainFolders.has(path);
const mainFolders: ReadonlySet<string> = new Set(['inbox', 'sent', 'drafts', 'deleted', 'junk']);

const addressPattern = /^[^\s<>@,;:"]+@[^\s<>@,;:"]+$/;
const personPattern = /^(?:([^<>]{1,200}?)\s*<([^\s<>@,;:"]+@[^\s<>@,;:"]+)>|([^\s<>@,;:"]+@[^\s<>@,;:"]+))$/;

const text = z.string('must be text');
/** An object that holds nothing else. */
const record = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape, 'must be an object');
const truth = z.boolean('must be true or false');
const whole = (lowest: number, highest: number): z.ZodNumber => {
  const message = `must be a whole number from ${lowest} to ${highest}`;
  return z.int(message).min(lowest, message).max(highest, message);
};
const oneOf = <const Words extends readonly string[]>(...words: Words) =>
  z.enum(words, `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);
const list = <Entry extends z.ZodType>(entry: Entry) => z.array(entry, 'must be a list');

const address = text.regex(addressPattern, 'must be an address such as ann@example.test').toLowerCase();
const person = text.refine(
  (given) => readPerson(given) !== undefined,
  'must be a person such as "ann@example.test" or "Ann Archer <ann@example.test>"',
);
const moment = text.refine(
  (given) => seedMoment(given, { now: 0, zone: 'UTC' }) !== undefined,
  'must be a moment such as "2026-03-02T08:15:00Z", "2026-03-02 08:15", "-2d", "+1d 09:30", "today 09:30" or "Monday 09:30"',
);
const zone = text.refine(
  (given) => windowsZone(given) !== undefined,
  'must be a time zone such as "Europe/Berlin" or "W. Europe Standard Time"',
);
const recurrence = text.refine(
  isKept,
  'must be a recurrence rule that Exchange can keep, such as "FREQ=WEEKLY;BYDAY=MO,WE" or "FREQ=MONTHLY;BYDAY=-1FR;COUNT=6"',
);

function isKept(rule: string): boolean {
  try {
    recurrenceOfRule(rule, new Date(0), () => '1970-01-01');
    const [, until = '20260101'] = /(?:^|;)UNTIL=([^;]*)/i.exec(rule) ?? [];
    return /^\d{8}(T\d{6}Z?)?$/.test(until);
  } catch (error) {
    if (error instanceof EmulatorError) return false;
    throw error;
  }
}

/** A body is text or HTML. */
const body = { text: text.optional(), html: text.optional() };
const hasOneBody = ({ text, html }: { readonly text?: unknown; readonly html?: unknown }): boolean =>
  text === undefined || html === undefined;
const oneBody = { path: ['html'], error: 'must not stand beside text' };

const attachment = record({
  name: text.min(1, 'must not be empty'),
  contentType: text.regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be a media type such as application/pdf').optional(),
  text: text.optional(),
  base64: z.base64('must be base64').optional(),
  /** Inline, shown by the body as `cid:` and this. */
  contentId: text.regex(/^\S+$/, 'must not hold spaces').optional(),
}).refine((given) => (given.text === undefined) !== (given.base64 === undefined), {
  path: ['base64'],
  error: 'must be there, or text, and not both',
});

const written = {
  subject: text.optional(),
  from: person.optional(),
  to: list(person).optional(),
  cc: list(person).optional(),
  bcc: list(person).optional(),
  date: moment.optional(),
  ...body,
  isRead: truth.optional(),
  flagged: truth.optional(),
  importance: oneOf('low', 'normal', 'high').optional(),
  categories: list(text).optional(),
  attachments: list(attachment).optional(),
};

/** A message of which no other one knows. */
export const loneMessage = record({ ...written, from: person }).refine(hasOneBody, oneBody);

const message = record({
  /** Unique in its mailbox. In another mailbox the same id is the same message. */
  id: text.optional(),
  /** `id` of the message that this one answers. */
  answers: text.optional(),
  ...written,
}).refine(hasOneBody, oneBody);

/** `place`: where its messages stand in it. */
const folder = z.union(
  [
    list(message).transform((messages) => ({ messages, generate: 0, place: [] as readonly string[] })),
    record({ messages: list(message).default([]), generate: whole(0, 500_000).default(0) }).transform((given) => ({
      ...given,
      place: ['messages'],
    })),
  ],
  { error: 'must be a list of messages, or an object with messages and generate' },
);

const folderPath = text.refine((path) => {
  const [first = '', ...below] = path.split('/');
  if ([first, ...below].some((name) => name.trim() === '')) return false;
  return below.length === 0 || first === 'inbox' || !isMainFolder(first);
}, 'must be inbox, sent, drafts, deleted, junk, inbox/Name, or a path of names such as Projects/Acme');

const response = oneOf('none', 'accepted', 'tentative', 'declined');
const attendee = z.union(
  [
    person.transform((who) => ({ who, optional: false, response: 'none' as const })),
    record({ who: person, optional: truth.default(false), response: response.default('none') }),
  ],
  { error: 'must be a person, or an object with who, optional and response' },
);

const timing = {
  subject: text.optional(),
  location: text.optional(),
  start: moment.optional(),
  /** Of timed events. */
  minutes: whole(0, 527_040).optional(),
};
const event = record({
  ...timing,
  start: moment,
  timeZone: zone.optional(),
  allDay: truth.optional(),
  /** Of whole days. */
  days: whole(1, 366).optional(),
  ...body,
  showAs: oneOf('free', 'tentative', 'busy', 'away').optional(),
  isPrivate: truth.optional(),
  categories: list(text).optional(),
  reminderMinutes: whole(0, 40_320).optional(),
  organizer: person.optional(),
  attendees: list(attendee).optional(),
  recurrence: recurrence.optional(),
  /** Days of occurrences that were deleted. */
  skips: list(moment).optional(),
  /** Occurrences that differ, by the day on which the rule has them. */
  changes: list(record({ on: moment, ...timing })).optional(),
})
  .refine(hasOneBody, oneBody)
  .refine(({ allDay, minutes }) => allDay !== true || minutes === undefined, {
    path: ['minutes'],
    error: 'must be left out: whole days have days',
  })
  .refine(({ allDay, days }) => allDay === true || days === undefined, {
    path: ['days'],
    error: 'must be left out: only whole days (allDay) have it',
  })
  .refine(({ recurrence, skips, changes }) => recurrence !== undefined || (skips ?? changes) === undefined, {
    path: ['recurrence'],
    error: 'must be there with skips or changes',
  });

const contact = record({
  givenName: text.optional(),
  surname: text.optional(),
  displayName: text.optional(),
  company: text.optional(),
  department: text.optional(),
  jobTitle: text.optional(),
  emails: list(address).max(3, 'must be three addresses at most').optional(),
  phones: record({ business: text, mobile: text, home: text }).partial().optional(),
  addresses: list(
    record({
      kind: oneOf('business', 'home', 'other'),
      street: text.default(''),
      city: text.default(''),
      state: text.optional(),
      postalCode: text.default(''),
      country: text.default(''),
    }),
  ).optional(),
  birthday: z.iso.date('must be a day such as 1980-05-17').optional(),
  notes: text.optional(),
  categories: list(text).optional(),
});

const task = record({
  subject: text,
  text: text.optional(),
  start: moment.optional(),
  due: moment.optional(),
  status: oneOf('notStarted', 'inProgress', 'completed', 'waiting', 'deferred').default('notStarted'),
  percentComplete: whole(0, 100).optional(),
  importance: oneOf('low', 'normal', 'high').optional(),
  categories: list(text).optional(),
});

const mailbox = record({
  address,
  name: text.optional(),
  password: text.min(1, 'must not be empty').optional(),
  aliases: list(address).default([]),
  kind: oneOf('user', 'room', 'equipment').default('user'),
  closedToRoles: truth.default(false),
  folders: z.record(folderPath, folder, 'must be an object of folders').default({}),
  calendar: list(event).default([]),
  contacts: list(contact).default([]),
  tasks: list(task).default([]),
});

const group = record({ address, name: text.optional(), members: list(address) });

/** What a seed file is made of; dates and people are words of which it is known that they mean something. */
export const seedFile = record({
  organizationId: text.regex(/^m-[0-9a-f]{32}$/, 'must be m- and 32 hexadecimal digits').optional(),
  timeZone: zone.default('UTC'),
  mailboxes: list(mailbox).min(1, 'must be one mailbox at least'),
  groups: list(group).default([]),
});

/** A seed file that was read, and the entries in it, with what they left out filled in. */
export type SeedFile = z.output<typeof seedFile>;
export type MailboxEntry = SeedFile['mailboxes'][number];
export type MessageEntry = MailboxEntry['folders'][string]['messages'][number];
export type EventEntry = MailboxEntry['calendar'][number];
export type ContactEntry = MailboxEntry['contacts'][number];
export type TaskEntry = MailboxEntry['tasks'][number];
