import { expect, onTestFinished, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { documentOf, failuresIn, startMutations, type Done } from './mutation-samples.ts';
import { writtenPlaces } from './written-places.ts';

/*
 * As values-not-echoed.test.ts, for what is written: the rest of each mutation is as it should be, so that the value is read by whoever refuses it.
 */

const word = 'canary5f1c';
const number = 8_151_623_421;

const values: readonly unknown[] = [
  word,
  `${word}\r\nBcc: x`,
  `${word}\u0000`,
  `${word}\ud83d`,
  `=?utf-8?q?${word}?=`,
  ` ${word} `.repeat(300),
  `${word}@example.test`,
  `/Inbox/${word}`,
  `</t:Subject>${word}<!--`,
  number,
  -number / 1e6,
  [word],
  { x: word },
];

const places = writtenPlaces(schema);
const mutations = [...new Set(places.map(({ mutation }) => mutation))];

test('every place is found', () => {
  expect(places.map(({ place }) => place)).toEqual(
    expect.arrayContaining([
      'sendMessage(input.message.body.markdown)',
      'createDraft(input.message.headers.value)',
      'updateMessages(input.patch.flag.dueAt)',
      'setMessageMetadata(input.entries.key)',
      'markFolderRead(folder.path)',
    ]),
  );
  expect(places.length).toBeGreaterThan(150);
});

test.each(mutations)('what is wrong in %s is refused without being repeated', { timeout: 60_000 }, async (mutation) => {
  const journey = await startMutations({ config: { costPerMinute: 1e12 } });
  onTestFinished(() => journey.close());
  const wrong: unknown[] = [];
  let refused = 0;
  for (const { place, variables } of places.filter((one) => one.mutation === mutation)) {
    for (const value of values) {
      const answer = await journey.query<Done>(documentOf(mutation, undefined), variables(journey.things, value));
      const text = JSON.stringify(answer);
      const isInternal = text.includes('INTERNAL_SERVER_ERROR');
      if (isInternal || text.includes(word) || text.includes(String(number))) wrong.push({ place, value, text });
      if ((answer.errors ?? []).length > 0 || failuresIn(answer).length > 0) refused += 1;
    }
  }
  expect(wrong).toEqual([]);
  expect(refused).toBeGreaterThanOrEqual(values.length);
  expect(journey.log()).not.toContain(word);
});
