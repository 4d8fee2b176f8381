import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { lineText } from '../hostile-text.ts';
import { changeOf, sample } from '../random-change.ts';
import { journeyOfTest } from '../journey-of-test.ts';
import type { Journey } from '../start.ts';

const alice = 'alice@example.test';

const line = lineText.map((text) => text.trim() || 'x');
const email = (label: string) =>
  fc.record({
    label: fc.constant(label),
    address: fc.constantFrom('a@b.example', 'dørte@customer.example'),
    name: line,
  });
const emails = fc.tuple(email('work'), email('home'), email('other')).chain((all) => fc.subarray([...all]));
const labels = ['work', 'work', 'work', 'home', 'home', 'mobile', 'mobile', 'fax', 'fax', 'fax', 'pager', 'other'];
const phones = fc
  .shuffledSubarray(labels)
  .chain((chosen) => fc.tuple(...chosen.map((label) => line.map((value) => ({ label, value })))));
const date = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

const contactFields = {
  givenName: line,
  surname: line,
  companyName: line,
  jobTitle: line,
  displayName: line,
  emails,
  phones,
  birthday: date,
  notes: line,
  categories: fc.uniqueArray(
    line.map((text) => text.replaceAll(/[,;]/g, '.')),
    { minLength: 1, maxLength: 3 },
  ),
};
const contacts = fc.record(contactFields, { requiredKeys: ['displayName'] });
const contactChanges = changeOf(contactFields);

const progress = fc.oneof(
  fc.constantFrom('NOT_STARTED', 'IN_PROGRESS', 'COMPLETED', 'WAITING', 'DEFERRED').map((status) => ({ status })),
  fc.integer({ min: 0, max: 100 }).map((percentComplete) => ({ percentComplete })),
);
const tasks = fc
  .tuple(fc.record({ subject: line, dueDate: date, body: line.map((text) => ({ text })) }), progress)
  .map(([task, state]) => ({ ...task, ...state }));

interface Done {
  readonly saved: Readonly<Record<string, unknown>> & { readonly id: string };
  readonly userErrors: readonly object[];
}

const everything =
  'id displayName givenName surname companyName jobTitle emails { label address name } phones { label value } birthday notes categories';
const saved = {
  saveContact: ['SaveContactInput', `saved: contact { ${everything} }`],
  saveTask: ['SaveTaskInput', 'saved: task { id subject dueDate progress percentComplete body { content } }'],
} as const;

/** Saves, and refuses to go on when anything is complained of. */
const save = async (journey: Journey, mutation: keyof typeof saved, input: object): Promise<Done['saved']> => {
  const [type, shown] = saved[mutation];
  const { data, errors } = await journey.query<{ done: Done }>(
    `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { ${shown} userErrors { code detail } } }`,
    { input: { mailbox: alice, ...input } },
  );
  expect(errors).toBeUndefined();
  expect([mutation, input, data.done.userErrors]).toEqual([mutation, input, []]);
  return data.done.saved;
};

const sorted = (list: unknown): unknown =>
  Array.isArray(list) ? list.map((one) => JSON.stringify(one)).toSorted() : list;

const lists: ReadonlySet<string> = new Set(['emails', 'phones', 'categories']);

/** All of it is shown as it was given, lists in any order; a name that was cleared may follow from others. */
const expectShown = (shown: Readonly<Record<string, unknown>>, given: object): void => {
  for (const [name, value] of Object.entries(given)) {
    if (name === 'displayName' && value === null) continue;
    expect([name, sorted(shown[name])]).toEqual([name, sorted(lists.has(name) ? (value ?? []) : value)]);
  }
};

describeWithWitness('contacts and tasks', (dir) => {
  it('read as they were written, whatever they say, and every request for it is valid', async () => {
    const journey = await journeyOfTest();
    let id = '';
    for (const contact of sample(contacts, 60)) {
      const made = await save(journey, 'saveContact', contact);
      expectShown(made, contact);
      ({ id } = made);
    }
    for (const changes of sample(contactChanges, 60)) {
      // What is cleared twice is cleared once.
      expectShown(await save(journey, 'saveContact', { id, ...changes }), changes);
    }
    let task = '';
    for (const given of sample(tasks, 40)) {
      const { body, ...rest } = given;
      const made = await save(journey, 'saveTask', given);
      const { subject, dueDate } = rest;
      expect(made).toMatchObject('status' in rest ? { subject, dueDate } : rest);
      expect(made['body']).toEqual({ content: body.text });
      task = made.id;
    }
    for (const given of sample(tasks, 40)) await save(journey, 'saveTask', { id: task, ...given });
    const { errors } = await journey.query(
      `query ($text: String!) { expandGroup(address: "team@example.test", recursive: true) { address } mailbox(address: "${alice}") {
        contacts(filter: { text: $text, email: "a@b.example" }) { nodes { emails { address } notes } }
        tasks(filter: { isComplete: false, dueBefore: "2050-01-01" }) { nodes { subject body { content } } } } }`,
      { text: `"<&'> ]]>` },
    );
    expect(errors).toBeUndefined();
    await journey.query(
      `mutation ($ids: [ID!]!) { deleteItems(mailbox: "${alice}", ids: $ids) { results { error { code } } } }`,
      { ids: [id, task] },
    );
    const envelopes = [...new Set(journey.emulator.requests.map(({ body }) => body))];
    const written = envelopes.join('\n');
    for (const part of ['IndexedFieldURI', 'DeleteItemField', 'AffectedTaskOccurrences', 'ExpandDL', 'FullString'])
      expect([part, written.includes(part)]).toEqual([part, true]);
    expect(envelopes.length).toBeGreaterThan(150);
    expect(await schemaErrors(dir, envelopes)).toEqual([]);
  }, 120_000);
});
