import { expect, test } from 'vitest';
import { onceInput } from '../../../src/graphql/inputs/idempotency-key.ts';
import { WriteRefusal } from '../../../src/mailbox/write/write-refusal.ts';
import { callerNamed } from '../../access.ts';

const once = (): never => {
  throw new Error('nothing is written here');
};
const context = { caller: callerNamed('ann'), once, dueMs: undefined };
const keyOf = (idempotencyKey: string | null | undefined) => onceInput(context, 'sendMessage', { idempotencyKey }).key;

test.each(['k', 'order-17/2026', '~'.repeat(255), '"quoted"'])('the key %s is taken as it is', (text) => {
  expect(keyOf(text)).toEqual({ caller: 'token:ann', text });
});

test.each([undefined, null])('without one there is none', (text) => {
  expect(keyOf(text)).toBeUndefined();
});

test.each(['', ' ', 'two words', 'tab\t', 'line\n', '\u0000', 'ключ', 'k'.repeat(256), 'zero\u200bwidth'])(
  'the key %j is refused by its field, without being repeated',
  (text) => {
    const read = (): unknown => keyOf(text);
    expect(read).toThrow(WriteRefusal);
    try {
      read();
    } catch (error) {
      expect((error as WriteRefusal).refusal).toEqual({
        reason: 'INVALID',
        fields: [
          { path: ['input', 'idempotencyKey'], message: 'must be 1 to 255 visible ASCII characters without spaces.' },
        ],
      });
    }
  },
);

test('an API key and a person of one name have keys of their own', () => {
  const apiKey = { ...context, caller: callerNamed('ann', { kind: 'apiKey' }) };
  expect(onceInput(apiKey, 'sendMessage', { idempotencyKey: 'k' }).key).not.toEqual(keyOf('k'));
});

test('a key knows when its request is due', () => {
  expect(onceInput({ ...context, dueMs: 5_000 }, 'sendMessage', { idempotencyKey: 'k' }).key).toEqual({
    caller: 'token:ann',
    text: 'k',
    dueMs: 5_000,
  });
});

test('the content is hashed with the name of the mutation when somebody asks', async () => {
  const { content } = onceInput(context, 'sendMessage', { idempotencyKey: 'k' });
  expect(await content()).not.toBe(await onceInput(context, 'createDraft', { idempotencyKey: 'k' }).content());
  expect(await content()).toBe(await onceInput(context, 'sendMessage', {}).content());
});
