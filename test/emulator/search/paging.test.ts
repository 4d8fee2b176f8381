import { describe, expect, it } from 'vitest';
import { contactsInView, takePage } from '../../../src/emulator/search/paging.ts';
import { childText, node } from '../../../src/emulator/xml/xml.ts';
import { element } from '../elements.ts';

const rows = (count: number) => Array.from({ length: count }, (_, index) => index);
const indexed = (attributes: Readonly<Record<string, string>>) => node('m:IndexedPageItemView', attributes);
const failure = (responseCode: string) => expect.objectContaining({ responseCode });

describe('IndexedPageItemView', () => {
  it('tells where the next page begins until the last one is reached', () => {
    const page = (Offset: string) =>
      takePage(rows(5), indexed({ MaxEntriesReturned: '2', Offset, BasePoint: 'Beginning' }));
    expect(page('2')).toEqual({
      rows: [2, 3],
      attributes: { IndexedPagingOffset: '4', IncludesLastItemInRange: 'false', TotalItemsInView: '5' },
    });
    expect(page('4')).toEqual({
      rows: [4],
      attributes: { IndexedPagingOffset: '5', IncludesLastItemInRange: 'true', TotalItemsInView: '5' },
    });
    expect(page('9').rows).toEqual([]);
    expect(page('9').attributes['IncludesLastItemInRange']).toBe('true');
  });

  it('counts from the end and keeps the order', () => {
    const page = (Offset: string) => takePage(rows(5), indexed({ MaxEntriesReturned: '2', Offset, BasePoint: 'End' }));
    expect(page('0').rows).toEqual([3, 4]);
    expect(page('0').attributes).toMatchObject({ IndexedPagingOffset: '2', IncludesLastItemInRange: 'false' });
    expect(page('4').rows).toEqual([0]);
    expect(page('4').attributes['IncludesLastItemInRange']).toBe('true');
  });

  it('never returns more than 1000 rows', () => {
    const page = takePage(rows(1200), indexed({ MaxEntriesReturned: '5000', Offset: '0', BasePoint: 'Beginning' }));
    expect(page.rows).toHaveLength(1000);
    expect(page.attributes).toEqual({
      IndexedPagingOffset: '1000',
      IncludesLastItemInRange: 'false',
      TotalItemsInView: '1200',
    });
  });

  it('refuses an offset below zero, another base point, and no rows at all', () => {
    expect(() => takePage(rows(1), indexed({ Offset: '-1', BasePoint: 'Beginning' }))).toThrow(
      failure('ErrorInvalidIndexedPagingParameters'),
    );
    expect(() => takePage(rows(1), indexed({ Offset: '0', BasePoint: 'Middle' }))).toThrow(
      failure('ErrorInvalidIndexedPagingParameters'),
    );
    expect(() => takePage(rows(1), indexed({ MaxEntriesReturned: '0', Offset: '0', BasePoint: 'Beginning' }))).toThrow(
      failure('ErrorInvalidPagingMaxRows'),
    );
  });
});

describe('FractionalPageItemView', () => {
  const page = (Numerator: string, Denominator: string) =>
    takePage(rows(9), node('m:FractionalPageItemView', { MaxEntriesReturned: '3', Numerator, Denominator }));

  it('begins at the fraction and tells its position as one', () => {
    expect(page('1', '3')).toEqual({
      rows: [3, 4, 5],
      attributes: {
        NumeratorOffset: '6',
        AbsoluteDenominator: '9',
        IncludesLastItemInRange: 'false',
        TotalItemsInView: '9',
      },
    });
    expect(page('2', '3').attributes['IncludesLastItemInRange']).toBe('true');
  });

  it.each([
    ['1', '0'],
    ['4', '3'],
    ['-1', '3'],
  ])('refuses %s/%s', (numerator, denominator) => {
    expect(() => page(numerator, denominator)).toThrow(failure('ErrorInvalidFractionalPagingParameters'));
  });
});

describe('no view', () => {
  it('returns everything', () => {
    expect(takePage(rows(3), undefined)).toEqual({
      rows: [0, 1, 2],
      attributes: { IncludesLastItemInRange: 'true', TotalItemsInView: '3' },
    });
  });

  it('says so when everything is more than 1000 rows', () => {
    const page = takePage(rows(1001), undefined);
    expect(page.rows).toHaveLength(1000);
    expect(page.attributes).toEqual({ IncludesLastItemInRange: 'false', TotalItemsInView: '1001' });
  });
});

describe('ContactsView', () => {
  it('keeps the names of its range, in alphabetical order', () => {
    const contacts = ['Dora', 'anna', 'Carla', 'Bernd'].map((name) => ({
      element: element('t:Contact', { 't:DisplayName': name }),
    }));
    const view = node('m:ContactsView', { InitialName: 'b', FinalName: 'C' });
    expect(contactsInView(contacts, view).map((contact) => childText(contact.element, 't:DisplayName'))).toEqual([
      'Bernd',
      'Carla',
    ]);
  });
});
