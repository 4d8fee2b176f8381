import { expect, it } from 'vitest';
import type { Context } from '../../src/graphql/context.ts';
import { changeKeyText, readChangeKey } from '../../src/graphql/ids.ts';
import { createSealer } from '../../src/sealer.ts';

const [older, newer] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

const contextWith = (...secrets: readonly [Uint8Array, Uint8Array?]) => {
  const refused: unknown[] = [];
  const context = {
    sealer: createSealer(...secrets),
    refuse: (refusal: unknown) => void refused.push(refusal),
  } as unknown as Context;
  return { context, refused };
};

it('opens change keys that it sealed, with the secret before this one too', () => {
  const before = changeKeyText(contextWith(older).context, 'EQAAAA==');
  expect(readChangeKey(contextWith(older).context, before)).toBe('EQAAAA==');
  expect(readChangeKey(contextWith(newer, older).context, before)).toBe('EQAAAA==');
  expect(() => readChangeKey(contextWith(newer).context, before)).toThrow(/not one that this gateway made/);
});

it('refuses what it did not seal as a change key, and records that', () => {
  const { context, refused } = contextWith(newer);
  const sealed = changeKeyText(context, 'EQAAAA==');
  const others = ['', 'EQAAAA==', `${sealed}A`, sealed.slice(1), context.sealer.seal('global-id', 'EQAAAA==')];
  for (const text of others) expect(() => readChangeKey(context, text)).toThrow(/not one that this gateway made/);
  expect(refused).toEqual(others.map(() => ({ reason: 'BAD_ID' })));
});

it('seals a change key once', () => {
  const sealer = createSealer(older);
  let seals = 0;
  const seal = (purpose: string, value: string): string => {
    seals += 1;
    return sealer.seal(purpose, value);
  };
  const context = { sealer: { ...sealer, seal } } as unknown as Context;
  const texts = ['EQAAAA==', 'EQAAAB==', 'EQAAAA==', ''].map((changeKey) => changeKeyText(context, changeKey));
  expect(texts).toEqual([sealer.seal('change-key', 'EQAAAA=='), sealer.seal('change-key', 'EQAAAB=='), texts[0], '']);
  expect(seals).toBe(2);
});
