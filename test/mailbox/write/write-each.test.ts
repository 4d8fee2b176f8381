import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { writeEach } from '../../../src/mailbox/write/write-each.ts';

type Answer = readonly (string | undefined | EwsError)[] | EwsError;

const stopped = new EwsError('response', 'not reached', { responseCode: 'ErrorBatchProcessingStopped' });
const refused = new EwsError('response', 'no', { responseCode: 'ErrorQuotaExceeded' });
const busy = new EwsError('fault', 'busy', { responseCode: 'ErrorServerBusy', retryAfterMs: 500 });
const lost = new EwsError('timeout', 'no answer', { mayBeDone: true });

/** Writes batches to a server that gives these answers, one a call; what was asked for, and what came of it. */
const written = async (batches: readonly (readonly string[])[], ...answers: readonly Answer[]) => {
  const asked: (readonly string[])[] = [];
  const rest = answers.values();
  const results = await writeEach<string, string | undefined>(batches, (targets) => {
    asked.push(targets);
    const answer = rest.next().value ?? targets.map((target) => target.toUpperCase());
    return answer instanceof EwsError ? Promise.reject(answer) : Promise.resolve(answer);
  });
  return { asked, results };
};

describe('writing several things', () => {
  it('makes one call for each batch, in order, and none for an empty one', async () => {
    expect(await written([['a', 'b'], [], ['c']])).toEqual({ asked: [['a', 'b'], ['c']], results: ['A', 'B', 'C'] });
    expect(await written([[]])).toEqual({ asked: [], results: [] });
  });

  it('sends once more what the server did not come to, whatever its answers hold', async () => {
    const done = await written([['a', 'b', 'c', 'd']], [undefined, refused, stopped, stopped], [undefined, 'D']);
    expect(done.asked).toEqual([
      ['a', 'b', 'c', 'd'],
      ['c', 'd'],
    ]);
    expect(done.results).toEqual([undefined, refused, undefined, 'D']);
  });

  it('sends it no third time, nor when the server came to nothing at all', async () => {
    const again = await written([['a', 'b', 'c']], [refused, stopped, stopped], [refused, stopped]);
    expect(again.results).toEqual([refused, refused, stopped]);
    const none = await written([['a', 'b']], [stopped, stopped]);
    expect([none.asked.length, none.results]).toEqual([1, [stopped, stopped]]);
  });

  it('keeps what was done before when the second sending fails', async () => {
    expect((await written([['a', 'b']], [refused, stopped], busy)).results).toEqual([refused, busy]);
    expect((await written([['a', 'b', 'c']], ['A', refused, stopped], lost)).results).toEqual(['A', refused, lost]);
  });

  it('throws what fails the first call while certainly nothing was done', async () => {
    await expect(written([['a'], ['b']], busy)).rejects.toBe(busy);
  });

  it('gives a lost answer to everything in its call, and tries nothing after it', async () => {
    const done = await written([['a', 'b'], ['c']], lost);
    expect(done.asked).toEqual([['a', 'b']]);
    expect(done.results.slice(0, 2)).toEqual([lost, lost]);
    expect(done.results[2]).toMatchObject({ kind: 'timeout', mayBeDone: false, isRefusal: true });
  });

  it('keeps the batches that were done apart from the one that was not', async () => {
    const done = await written([['a'], ['b'], ['c']], ['A'], busy);
    expect(done.asked).toEqual([['a'], ['b']]);
    expect(done.results).toMatchObject(['A', busy, { responseCode: 'ErrorServerBusy', retryAfterMs: 500 }]);
  });
});
