import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { ByteSource } from '../../src/ews/byte-source.ts';
import { imKeys, phoneKeys, physicalAddressKeys } from '../../src/ews/properties/contact-entry.ts';
import type { PortableContact, PortableContactGroup } from '../../src/migration/portable/portable-contact.ts';
import type { PortableContent, PortableFile } from '../../src/migration/portable/portable-content.ts';
import type { PortableTask } from '../../src/migration/portable/portable-task.ts';

/** Texts that people write, with what XML, HTML and other formats care about. */
const text = fc.constantFrom(
  'Ann',
  'Núñez-O’Brien',
  '田中 美咲',
  'ليلى',
  'a & b <c> "d" \'e\'',
  'back\\slash; semi, comma: colon',
  'smile 🙂‍↔️',
  'y'.repeat(240),
);
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

const bytes = (content: Uint8Array): ByteSource => ({
  size: content.byteLength,
  stream: async function* () {
    yield content;
  },
});

/** A file of any bytes. */
const file = (isInline: boolean): fc.Arbitrary<PortableFile> =>
  fc.tuple(text, fc.uint8Array({ maxLength: 3000 })).map(([name, content]) => ({
    kind: 'file',
    name: `${name.slice(0, 40)}.bin`,
    contentType: 'application/x-of-tests',
    contentId: isInline ? 'inline@test' : undefined,
    isInline,
    content: bytes(content),
    sha256: createHash('sha256').update(content).digest('hex'),
  }));

const content = (itemClass: string) =>
  ({
    itemClass: fc.constant(itemClass),
    subject: maybe(text),
    body: maybe(
      fc.oneof(
        text.map((one) => ({ type: 'Text' as const, content: `${one}\n\nmore of it` })),
        fc.constant({ type: 'HTML' as const, content: '<html><body><p>Notes &amp; more</p></body></html>' }),
      ),
    ),
    sensitivity: fc.constantFrom('Normal' as const, 'Personal' as const, 'Private' as const, 'Confidential' as const),
    importance: fc.constantFrom('Low' as const, 'Normal' as const, 'High' as const),
    categories: fc.subarray(['Red', 'Ünï', 'x, y']),
    attachments: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.tuple(file(false), file(true))),
    createdAt: fc.constant(undefined),
    lastModifiedAt: fc.constant(undefined),
  }) satisfies { readonly [Name in keyof PortableContent]: fc.Arbitrary<PortableContent[Name]> };

const entries = <Key extends string>(keys: readonly Key[]) =>
  fc.subarray([...keys]).chain((some) => fc.tuple(...some.map((key) => text.map((value) => ({ key, value })))));

const day = fc.constantFrom('1960-02-29', '1999-12-31', '2004-01-01');

/** Contacts of which anything may be filled in. */
export const anyContact: fc.Arbitrary<PortableContact> = fc.record({
  ...content('IPM.Contact'),
  kind: fc.constant('contact' as const),
  fileAs: text,
  fileAsMapping: fc.constantFrom('None', 'LastCommaFirst'),
  displayName: text,
  title: maybe(text),
  givenName: maybe(text),
  middleName: maybe(text),
  surname: maybe(text),
  suffix: maybe(text),
  initials: maybe(text),
  nickname: maybe(text),
  companyName: maybe(text),
  department: maybe(text),
  jobTitle: maybe(text),
  officeLocation: maybe(text),
  manager: maybe(text),
  assistantName: maybe(text),
  profession: maybe(text),
  spouseName: maybe(text),
  children: fc.uniqueArray(text, { maxLength: 3 }),
  companies: fc.uniqueArray(text, { maxLength: 2 }),
  mileage: maybe(text),
  businessHomePage: maybe(fc.constantFrom('https://example.test/?a=1&b=%20', 'http://ü.example.test')),
  birthday: maybe(day),
  weddingAnniversary: maybe(day),
  emailAddresses: fc.subarray([
    { key: 'EmailAddress1', address: 'ann@example.test', name: 'Ann' },
    { key: 'EmailAddress2', address: 'núñez@example.test', name: 'a & b' },
    { key: 'EmailAddress3', address: 'c@example.test', name: 'c@example.test' },
  ]),
  phoneNumbers: entries(phoneKeys),
  imAddresses: entries(imKeys),
  physicalAddresses: fc
    .subarray([...physicalAddressKeys])
    .chain((some) =>
      fc.tuple(
        ...some.map((key) =>
          fc.record(
            { key: fc.constant(key), street: text, city: text, state: text, country: text, postalCode: text },
            { requiredKeys: ['key', 'city'] },
          ),
        ),
      ),
    ),
  mailingAddress: maybe(fc.constantFrom('Business' as const, 'Home' as const, 'Other' as const)),
  photo: maybe(file(false).map((photo) => ({ ...photo, name: 'ContactPicture.jpg', contentType: 'image/jpeg' }))),
});

/** Groups of contacts. */
export const anyContactGroup: fc.Arbitrary<PortableContactGroup> = fc.record({
  ...content('IPM.DistList'),
  kind: fc.constant('contactGroup' as const),
  displayName: text,
  fileAs: text,
  members: fc.subarray([
    { name: 'Ann', address: 'ann@elsewhere.test' },
    { name: '田中', address: 'tanaka@elsewhere.test' },
    { name: 'a & b', address: 'ab@elsewhere.test' },
  ]),
});

const progress = fc.constantFrom(
  { status: 'NotStarted' as const, percentComplete: 0, completedAt: undefined },
  { status: 'InProgress' as const, percentComplete: 40, completedAt: undefined },
  { status: 'WaitingOnOthers' as const, percentComplete: 10, completedAt: undefined },
  { status: 'Deferred' as const, percentComplete: 0, completedAt: undefined },
  { status: 'Completed' as const, percentComplete: 100, completedAt: '2026-02-03T00:00:00Z' },
);

const range = fc.constantFrom(
  { type: 'NoEnd' as const, startDate: '2026-03-02' },
  { type: 'EndDate' as const, startDate: '2026-03-02', endDate: '2027-03-01' },
  { type: 'Numbered' as const, startDate: '2026-03-02', count: 7 },
);

const recurrence = fc.record({
  pattern: fc.constantFrom(
    { type: 'Daily' as const, interval: 3 },
    { type: 'Weekly' as const, interval: 2, daysOfWeek: ['Monday', 'Friday'] as const },
    { type: 'AbsoluteMonthly' as const, interval: 1, dayOfMonth: 31 },
    { type: 'DailyRegeneration' as const, interval: 2 },
    { type: 'YearlyRegeneration' as const, interval: 1 },
  ),
  range,
});

/** Tasks in every state; one that is done comes no more. */
export const anyTask: fc.Arbitrary<PortableTask> = fc
  .tuple(
    fc.record({
      ...content('IPM.Task'),
      kind: fc.constant('task' as const),
      startDate: maybe(fc.constant('2026-03-02')),
      dueDate: maybe(fc.constant('2026-03-29')),
      reminderAt: maybe(fc.constant('2026-03-28T06:30:00Z')),
      recurrence: maybe(recurrence),
      owner: fc.constant(undefined),
      actualWork: maybe(fc.integer({ min: 1, max: 9000 })),
      totalWork: maybe(fc.integer({ min: 1, max: 9000 })),
      billingInformation: maybe(text),
      mileage: maybe(text),
      companies: fc.uniqueArray(text, { maxLength: 2 }),
      contacts: fc.uniqueArray(text, { maxLength: 2 }),
    }),
    progress,
  )
  .map(([task, how]) => ({
    ...task,
    ...how,
    recurrence: how.status === 'Completed' ? undefined : task.recurrence,
  }));
