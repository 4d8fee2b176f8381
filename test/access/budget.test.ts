import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createBudget, type Budget } from '../../src/access/budget.ts';
import { createPlaces } from '../../src/access/places.ts';
import { createMemoryBudgetStore } from '../../src/coordination/memory-budget-store.ts';
import { callerNamed } from '../access.ts';

const ann = callerNamed('ann');

const budgetOf = (limit: number, windowSeconds = 60): Budget =>
  createBudget(createMemoryBudgetStore({ limit, windowSeconds }));

describe('a budget', () => {
  it('is spent to its last point and no further, and says how long to wait', async () => {
    const budget = budgetOf(100);
    expect(await budget.spend(ann, 60)).toEqual({ remaining: 40 });
    expect(await budget.spend(ann, 40)).toEqual({ remaining: 0 });
    const refused = await budget.spend(ann, 1);
    expect(refused).toEqual({ retryAfterMs: expect.any(Number) as number });
    const { retryAfterMs } = refused as { readonly retryAfterMs: number };
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it('loses nothing to what was refused, however often it was tried', async () => {
    const budget = budgetOf(100);
    await budget.spend(ann, 50);
    for (let tries = 0; tries < 5; tries += 1) expect(await budget.spend(ann, 51)).toHaveProperty('retryAfterMs');
    expect(await budget.spend(ann, 50)).toEqual({ remaining: 0 });
  });

  it('is one for each caller, and a key is not the person of the same name', async () => {
    const budget = budgetOf(10);
    await budget.spend(ann, 10);
    expect(await budget.spend(callerNamed('bob'), 10)).toEqual({ remaining: 0 });
    expect(await budget.spend(callerNamed('ann', { kind: 'apiKey' }), 10)).toEqual({ remaining: 0 });
    expect(await budget.spend(callerNamed('ann', { expiresAtMs: 1 }), 10)).toHaveProperty('retryAfterMs');
  });

  it('is full again when its window has passed', async () => {
    const budget = budgetOf(10, 0.2);
    await budget.spend(ann, 10);
    const { retryAfterMs } = (await budget.spend(ann, 10)) as { readonly retryAfterMs: number };
    expect(retryAfterMs).toBeLessThanOrEqual(200);
    await wait(retryAfterMs + 20);
    expect(await budget.spend(ann, 10)).toEqual({ remaining: 0 });
  });

  it('can be looked at without spending anything', async () => {
    const budget = budgetOf(100);
    expect(await budget.status(ann)).toEqual({ remaining: 100, resetMs: 0 });
    await budget.spend(ann, 30);
    for (let looks = 0; looks < 3; looks += 1) {
      const { remaining, resetMs } = await budget.status(ann);
      expect(remaining).toBe(70);
      expect(resetMs).toBeGreaterThan(50_000);
      expect(resetMs).toBeLessThanOrEqual(60_000);
    }
    await budget.spend(ann, 71);
    expect(await budget.status(ann)).toMatchObject({ remaining: 70 });
    expect(await budget.status(callerNamed('bob'))).toEqual({ remaining: 100, resetMs: 0 });
  });

  it('is not overspent by requests that come at once', async () => {
    const budget = budgetOf(100);
    const spent = await Promise.all(Array.from({ length: 50 }, () => budget.spend(ann, 7)));
    expect(spent.filter((spending) => 'remaining' in spending)).toHaveLength(14);
  });
});

describe('places', () => {
  it('are so many for each caller and for all, and free again when they are given back, once', () => {
    const places = createPlaces({ perCaller: 2, inAll: 3 });
    const giveBack = places.take(ann);
    expect(places.take(ann)).toBeDefined();
    expect(places.lacking(ann)).toBe('perCaller');
    expect(places.take(ann)).toBeUndefined();
    expect(places.take(callerNamed('bob'))).toBeDefined();
    giveBack?.();
    giveBack?.();
    expect(places.take(ann)).toBeDefined();
    expect(places.lacking(ann)).toBe('perCaller');
    expect(places.lacking(callerNamed('eve'))).toBe('inAll');
    expect(places.take(callerNamed('eve'))).toBeUndefined();
  });
});
