import { expect, it } from 'vitest';
import { createHeldMemory } from '../../src/access/held-memory.ts';
import { callerNamed } from '../access.ts';

const [ann, ben, cleo] = [callerNamed('ann'), callerNamed('ben'), callerNamed('cleo')];

it('memory is bounded for each caller and for all together', () => {
  const memory = createHeldMemory({ maxBytes: 25, maxBytesPerCaller: 10 });
  expect(memory.hold(ann, 6)).toBeDefined();
  expect(memory.hold(ann, 5)).toBeUndefined();
  expect(memory.hold(ann, 4)).toBeDefined();
  expect(memory.hold(ben, 10)).toBeDefined();
  expect(memory.hold(cleo, 6)).toBeUndefined();
  expect(memory.hold(cleo, 5)).toBeDefined();
});

it('memory that is freed can be held again, but not twice', () => {
  const memory = createHeldMemory({ maxBytes: 25, maxBytesPerCaller: 10 });
  const release = memory.hold(ann, 6);
  release?.();
  release?.();
  expect(memory.hold(ann, 10)).toBeDefined();
  expect(memory.hold(ann, 1)).toBeUndefined();
});
