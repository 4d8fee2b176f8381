import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createTurns } from '../../../src/graphql/guards/turns.ts';
import { callerNamed } from '../../access.ts';

const ann = callerNamed('ann');
const bob = callerNamed('bob');

/** Turns by a clock that only work moves. */
const start = () => {
  let nowMs = 0;
  const done: string[] = [];
  const turns = createTurns(() => nowMs);
  /** Work that takes so long. */
  const work = (name: string, ms: number) => (): string => {
    nowMs += ms;
    done.push(name);
    return name;
  };
  return { turns, done, work };
};

describe('long work', () => {
  it('of one caller waits for that of others, whoever came first', async () => {
    const { turns, done, work } = start();
    const asked = ['a1', 'a2', 'a3', 'a4'].map((name) => turns.take(ann, work(name, 20)));
    asked.push(turns.take(bob, work('b1', 20)), turns.take(bob, work('b2', 20)));

    expect(await Promise.all(asked)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2']);
    expect(done).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4']);
  });

  it('lets everything else go on between two pieces, and short work is done in one go', async () => {
    const between = async (ms: number): Promise<string> => {
      const { turns, done, work } = start();
      let isOver = false;
      const others = (async () => {
        while (!isOver) {
          await nextTurn();
          done.push('-');
        }
      })();
      await Promise.all(Array.from({ length: 5 }, () => turns.take(ann, work('w', ms))));
      isOver = true;
      await others;
      return done.join('').replace(/-+/g, '-').replace(/-$/, '');
    };

    expect(await between(20)).toBe('w-w-w-w-w');
    // More than others should wait for at a time: they get as long as it took.
    expect(await between(60)).toBe('w-w-w-w-w');
    expect(await between(1)).toBe('w-wwww');
  });

  it('that fails fails alone', async () => {
    const { turns, work } = start();
    const failing = turns.take(ann, () => {
      throw new Error('no');
    });
    const next = turns.take(ann, work('next', 1));

    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('next');
    expect(await turns.take(bob, work('later', 1))).toBe('later');
  });
});
