import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedList } from '../../../src/emulator/store/sorted-list.ts';

const ascending = (one: number, other: number): number => one - other;
/** Numbers without repetition in any order, enough of them for several pieces. */
const numbers = fc.uniqueArray(fc.nat(100_000), { minLength: 1, maxLength: 3_000, size: 'max' });

describe('a sorted list', () => {
  it('holds what was added and not removed, in order, whatever the order of the writes', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (first, added, removed) => {
        const list = new SortedList(ascending, first.toSorted(ascending));
        const model = new Set(first);
        for (const number of added.filter((one) => !model.has(one))) {
          list.add(number);
          model.add(number);
        }
        for (const number of [...removed, ...first.slice(0, first.length / 2)]) {
          list.remove(number);
          model.delete(number);
        }
        expect([...list]).toEqual([...model].toSorted(ascending));
        expect(list.length).toBe(model.size);
      }),
      { numRuns: 30 },
    );
  });

  it('tells any part of itself by position and by what comes behind', () => {
    fc.assert(
      fc.property(numbers, fc.nat(3_500), fc.nat(3_500), fc.nat(100_000), (rows, start, end, bound) => {
        const list = new SortedList(ascending);
        for (const row of rows) list.add(row);
        const sorted = rows.toSorted(ascending);
        expect(list.slice(start, end)).toEqual(sorted.slice(start, end));
        expect(list.countBefore((row) => row > bound)).toBe(sorted.filter((row) => row <= bound).length);
        expect([...list.from((row) => row > bound)]).toEqual(sorted.filter((row) => row > bound));
      }),
      { numRuns: 30 },
    );
  });

  it('compares a row that comes or goes with few of the others', () => {
    let compared = 0;
    const counting = (one: number, other: number): number => {
      compared += 1;
      return one - other;
    };
    const list = new SortedList(
      counting,
      Array.from({ length: 100_000 }, (_, index) => index),
    );
    list.add(50_000.5);
    list.remove(25_000);
    list.remove(-1);
    expect(list.length).toBe(100_000);
    expect(compared).toBeLessThan(100);
  });

  it('is empty again after the last row, from whichever end it is emptied', () => {
    for (const order of [ascending, (one: number, other: number) => other - one]) {
      const rows = Array.from({ length: 2_000 }, (_, index) => index);
      const list = new SortedList(ascending, rows);
      for (const row of rows.toSorted(order)) list.remove(row);
      expect(list.length).toBe(0);
      expect([...list]).toEqual([]);
      list.add(7);
      expect([...list]).toEqual([7]);
    }
  });
});
