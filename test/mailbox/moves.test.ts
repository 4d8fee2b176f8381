import { expect, it } from 'vitest';
import { itemId } from '../../src/ews/properties/id.ts';
import { createMoveMemory } from '../../src/mailbox/moves.ts';
import { address } from '../access.ts';

const [ann, bob] = [address('ann@example.test'), address('bob@example.test')];
const [a, b, c] = [itemId('A'), itemId('B'), itemId('C')];

it('follows an item through its moves, in its own mailbox only', () => {
  const memory = createMoveMemory();
  memory.of(ann).note(a, b);
  memory.of(ann).note(b, c);
  expect(memory.of(ann).of(a)).toBe(c);
  expect(memory.of(ann).of(b)).toBe(c);
  expect(memory.of(ann).of(c)).toBeUndefined();
  expect(memory.of(bob).of(a)).toBeUndefined();
});

it('comes to an end where a server gives an id back', () => {
  const moves = createMoveMemory().of(ann);
  moves.note(a, b);
  moves.note(b, a);
  expect([a, b]).toContain(moves.of(a));
});
