import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { lineText } from '../hostile-text.ts';
import { changeOf, sample } from '../random-change.ts';
import { addressOf, startMeetingJourney, type MeetingJourney } from './meeting-journey.ts';

const trimmed = lineText.map((text) => text.trim() || 'x');
const several = fc.string({ maxLength: 60 });
const attendees = fc.uniqueArray(
  fc.record(
    {
      address: fc.constantFrom(...(['bob', 'carol', 'dave', 'lighthouse'] as const).map(addressOf)),
      name: trimmed,
      role: fc.constantFrom('REQUIRED', 'OPTIONAL', 'RESOURCE'),
    },
    { requiredKeys: ['address'] },
  ),
  { selector: ({ address }) => address, maxLength: 4 },
);

/** What may be changed of any event. */
const changeable = {
  subject: lineText,
  location: lineText,
  body: fc.oneof(
    several.map((text) => ({ text })),
    several.map((html) => ({ html })),
    several.map((markdown) => ({ markdown })),
  ),
  attendees,
  showAs: fc.constantFrom('FREE', 'TENTATIVE', 'BUSY', 'OUT_OF_OFFICE'),
  sensitivity: fc.constantFrom('NORMAL', 'PERSONAL', 'PRIVATE', 'CONFIDENTIAL'),
  importance: fc.constantFrom('LOW', 'NORMAL', 'HIGH'),
  categories: fc.array(
    trimmed.map((text) => text.replaceAll(/[,;]/g, '.')),
    { maxLength: 3 },
  ),
  reminderBefore: fc.constantFrom('PT0S', 'PT15M', 'P1W'),
};

// One zone has a Windows id, one has none and is written out.
const timings = fc
  .constantFrom('Europe/Paris', 'Antarctica/Troll')
  .chain((timeZone) =>
    fc.constantFrom(
      { timed: { start: '2031-03-18T09:00:00Z', end: '2031-03-18T10:00:00Z', timeZone } },
      { allDay: { start: '2031-03-18', end: '2031-03-18' } },
    ),
  );
const rules = [
  'FREQ=DAILY;COUNT=5',
  'FREQ=DAILY;INTERVAL=2;UNTIL=20310401',
  'FREQ=WEEKLY;INTERVAL=2;COUNT=5;BYDAY=TU',
  'FREQ=MONTHLY;COUNT=5;BYMONTHDAY=18',
  'FREQ=MONTHLY;COUNT=5;BYDAY=3TU',
  'FREQ=YEARLY;COUNT=5',
  'FREQ=YEARLY;BYMONTH=3;BYDAY=3TU',
];
const files = fc.array(fc.constant({ name: 'a.txt', source: { base64: 'YQ==' } }), { maxLength: 2 });

const content = { ...changeable, attachments: files };
const event = fc.record({ ...content, timing: timings }, { requiredKeys: ['timing'] });
const change = changeOf(changeable);
const notify = fc.constantFrom('NONE', 'ALL', 'CHANGED_ONLY');

const create = async (journey: MeetingJourney, made: object, told: string): Promise<string> =>
  (await journey.done('createEvent', { mailbox: addressOf('alice'), notify: told, event: made })).event?.id ?? '';

describeWithWitness('what clients write of events reaches the mail server in valid requests', (dir) => {
  it('as they are made, changed, repeated and split', { timeout: 60_000 }, async () => {
    const journey = await startMeetingJourney();
    const samples = sample(fc.tuple(event, change, notify), 60);
    for (const [made, patch, told] of samples.slice(21)) {
      const id = await create(journey, made, told);
      await journey.done('updateEvent', { id, patch, notify: told });
    }
    for (const [index, [made, patch, told]] of samples.slice(0, 21).entries()) {
      const rrule = rules[index % rules.length];
      const id = await create(journey, { ...made, recurrence: { rrule } }, told);
      const { data } = await journey.query<{ node: { occurrences: { nodes: readonly { readonly id: string }[] } } }>(
        `query ($id: ID!) { node(id: $id) { ... on CalendarEvent { occurrences(window: { start: "2031-03-01T00:00:00Z", end: "2033-06-01T00:00:00Z" }) { nodes { id } } } } }`,
        { id },
      );
      const [first, second, third] = data.node.occurrences.nodes;
      await journey.done('updateEvent', { id: first?.id, patch, notify: told });
      await journey.done('updateEvent', { id: third?.id, patch, notify: told, scope: 'THIS_AND_FOLLOWING' });
      await journey.done('updateEvent', { id: second?.id, patch, notify: told, scope: 'ENTIRE_SERIES' });
    }
    const envelopes = [...new Set(journey.emulator.requests.map(({ body }) => body))];
    const written = envelopes.join('\n');
    for (const element of [
      'DeleteItemField',
      'TransitionsGroup',
      'RelativeYearlyRecurrence',
      'Resources',
      'OccurrenceItemId',
    ])
      expect([element, written.includes(`t:${element}`)]).toEqual([element, true]);
    expect(envelopes.length).toBeGreaterThan(150);
    expect(await schemaErrors(dir, envelopes)).toEqual([]);
  });
});
