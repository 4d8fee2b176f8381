import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createByteGate } from '../../src/migration/byte-gate.ts';

test('what is held never exceeds the gate, what is larger than it goes alone, and nobody is overtaken', async () => {
  const gate = createByteGate(10);
  const begun: number[] = [];
  let held = 0;
  let most = 0;
  const sizes = [4, 6, 3, 25, 1, 9, 2];
  await Promise.all(
    sizes.map((bytes) =>
      gate.pass(bytes, async () => {
        begun.push(bytes);
        held += bytes;
        if (bytes <= 10) most = Math.max(most, held);
        else expect(held).toBe(bytes);
        await setImmediate();
        held -= bytes;
      }),
    ),
  );
  expect(most).toBe(10);
  expect(begun).toEqual(sizes);
});

test('work that fails makes room all the same', async () => {
  const gate = createByteGate(1);
  await expect(gate.pass(1, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(gate.pass(1, () => Promise.resolve('yes'))).resolves.toBe('yes');
});
