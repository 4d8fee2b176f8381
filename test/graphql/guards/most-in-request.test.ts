import { expect, it } from 'vitest';
import type { Context } from '../../../src/graphql/context.ts';
import { mostInRequest } from '../../../src/graphql/guards/most-in-request.ts';

it('lets each request have so many things of a kind, each as often as it likes', () => {
  const mayHave = mostInRequest(2);
  const [one, other] = [{}, {}] as [Context, Context];
  expect(['a', 'b', 'a', 'c', 'b', 'd'].map((thing) => mayHave(one, thing))).toEqual([
    true,
    true,
    true,
    false,
    true,
    false,
  ]);
  expect(['c', 'd', 'e'].map((thing) => mayHave(other, thing))).toEqual([true, true, false]);
  expect(mostInRequest(1)(one, 'z')).toBe(true);
});
