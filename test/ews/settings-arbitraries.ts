import fc from 'fast-check';
import { getMeetingSuggestions } from '../../src/ews/operations/get-meeting-suggestions.ts';
import { getUserAvailability } from '../../src/ews/operations/get-user-availability.ts';
import { getUserOofSettings } from '../../src/ews/operations/get-user-oof-settings.ts';
import { setUserOofSettings } from '../../src/ews/operations/set-user-oof-settings.ts';
import type { XmlElement } from '../../src/ews/xml.ts';
import { ann, text } from './request-arbitraries.ts';

const dayMs = 86_400_000;

/** A stretch of up to 42 days. */
const window = fc
  .record({
    from: fc.date({
      min: new Date('1999-12-31T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    }),
    length: fc.integer({ min: 1, max: 42 * dayMs }),
  })
  .map(({ from, length }) => ({ start: from.toISOString(), end: new Date(from.getTime() + length).toISOString() }));

const attendees = fc.array(
  fc.record({
    address: fc.constant(ann),
    role: fc.constantFrom('Organizer', 'Required', 'Optional', 'Room', 'Resource'),
  }),
  { minLength: 1, maxLength: 100 },
);

/** A request of every operation for people and settings, from inputs of any kind. */
export const settings: Readonly<Record<string, fc.Arbitrary<XmlElement>>> = {
  GetUserAvailability: fc
    .tuple(
      window,
      fc.record({
        mailboxes: fc.array(fc.constant(ann), { minLength: 1, maxLength: 100 }),
        slotMinutes: fc.integer({ min: 5, max: 1440 }),
        isDetailed: fc.boolean(),
      }),
    )
    .map(([times, input]) => getUserAvailability.encode({ ...times, ...input })),
  'GetUserAvailability for suggestions': fc
    .tuple(
      window,
      fc.record({
        mailboxes: attendees,
        zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Australia/Lord_Howe', 'Asia/Kolkata'),
        minutes: fc.integer({ min: 30, max: 1440 }),
        mostByDay: fc.integer({ min: 1, max: 48 }),
      }),
    )
    .map(([times, input]) => getMeetingSuggestions.encode({ ...times, ...input })),
  GetUserOofSettings: fc.constant(getUserOofSettings.encode({ mailbox: ann })),
  SetUserOofSettings: fc
    .record({
      state: fc.constantFrom('Disabled', 'Enabled', 'Scheduled'),
      externalAudience: fc.constantFrom('None', 'Known', 'All'),
      period: window,
      internalReply: text,
      externalReply: text,
    })
    .map((oof) => setUserOofSettings.encode({ mailbox: ann, settings: oof })),
};
