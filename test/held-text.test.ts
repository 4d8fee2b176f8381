import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { heldText } from '../src/held-text.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const wholeLength = 1_000_000;
const wholes = 30;

/** Bytes of memory that remain for what is kept of so many texts of a million characters. */
const held = (keep: (part: string, index: number) => string): number => {
  const kept = new Map<string, string>();
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < wholes; index += 1) {
    const whole = Buffer.alloc(wholeLength, `answer ${index} `).toString();
    const text = keep(whole.slice(1_000, 1_152), index);
    kept.set(text, text);
  }
  collectGarbage();
  const after = process.memoryUsage().heapUsed;
  expect(kept.size).toBe(wholes);
  return after - before;
};

it('a part of an answer that is remembered does not hold the answer, as it would without', () => {
  expect(held((part, index) => `item ${index} ${part}`)).toBeGreaterThan((wholes / 2) * wholeLength);
  expect(held((part, index) => heldText(`item ${index} ${part}`))).toBeLessThan((wholes / 10) * wholeLength);
});

it.each(['', 'id', 'Größe', '日本 😀', '\uD800 alone', '\u0000'])('%j remains what it is', (text) => {
  expect(heldText(text)).toBe(text);
});
