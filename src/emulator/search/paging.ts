import { EmulatorError } from '../emulator-error.ts';
import type { Rows } from '../store/sorted-list.ts';
import { childText, type XmlNode } from '../xml/xml.ts';

/** Part of what was found, with the attributes of m:RootFolder that tell where in the whole it stands. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly attributes: Readonly<Record<string, string>>;
}

/** Rows that Exchange returns at most, whatever is asked: its default throttling policy. */
const mostRows = 1000;

/**
 * Cuts the page out of all rows that m:IndexedPageItemView, m:FractionalPageItemView, their folder twins, or m:ContactsView ask for; all rows
 * up to 1000 without a view. IndexedPagingOffset is where the next page begins. Throws EmulatorError: ErrorInvalidIndexedPagingParameters,
 * ErrorInvalidFractionalPagingParameters, ErrorInvalidPagingMaxRows.
 */
export const takePage = <Row>(rows: Rows<Row>, view: XmlNode | undefined): Page<Row> => {
  if (view?.name.startsWith('m:IndexedPage')) return indexedPage(rows, view);
  if (view?.name.startsWith('m:FractionalPage')) return fractionalPage(rows, view);
  const taken = rows.slice(0, mostEntries(view));
  return { rows: taken, attributes: totals(rows, taken.length === rows.length) };
};

/** Contacts whose DisplayName lies between the names of an m:ContactsView, both included by their beginning, in alphabetical order. */
export const contactsInView = <Row extends { readonly element: XmlNode }>(
  rows: readonly Row[],
  view: XmlNode,
): readonly Row[] => {
  const { InitialName: initial, FinalName: final } = view.attributes;
  const nameOf = (row: Row): string => childText(row.element, 't:DisplayName') ?? '';
  const isWithin = (name: string): boolean =>
    (initial === undefined || collator.compare(name.slice(0, initial.length), initial) >= 0) &&
    (final === undefined || collator.compare(name.slice(0, final.length), final) <= 0);
  return rows
    .filter((row) => isWithin(nameOf(row)))
    .toSorted((one, other) => collator.compare(nameOf(one), nameOf(other)));
};

const collator = new Intl.Collator('en', { sensitivity: 'base' });

const indexedPage = <Row>(rows: Rows<Row>, view: XmlNode): Page<Row> => {
  const offset = integer(view, 'Offset') ?? Number.NaN;
  const basePoint = view.attributes['BasePoint'];
  const isFromEnd = basePoint === 'End';
  if (!(offset >= 0) || (!isFromEnd && basePoint !== 'Beginning')) {
    throw new EmulatorError('ErrorInvalidIndexedPagingParameters');
  }
  const most = mostEntries(view);
  // Counted from the end, a page ends where the one before it began, and its rows keep their order.
  const end = isFromEnd ? Math.max(rows.length - offset, 0) : Math.min(offset + most, rows.length);
  const start = isFromEnd ? Math.max(end - most, 0) : Math.min(offset, rows.length);
  const next = isFromEnd ? rows.length - start : end;
  const isLast = isFromEnd ? start === 0 : end === rows.length;
  return {
    rows: rows.slice(start, end),
    attributes: { IndexedPagingOffset: String(next), ...totals(rows, isLast) },
  };
};

const fractionalPage = <Row>(rows: Rows<Row>, view: XmlNode): Page<Row> => {
  const numerator = integer(view, 'Numerator') ?? Number.NaN;
  const denominator = integer(view, 'Denominator') ?? Number.NaN;
  if (!(numerator >= 0 && denominator >= 1 && numerator <= denominator)) {
    throw new EmulatorError('ErrorInvalidFractionalPagingParameters');
  }
  const start = Math.floor((rows.length * numerator) / denominator);
  const end = Math.min(start + mostEntries(view), rows.length);
  const position = { NumeratorOffset: String(end), AbsoluteDenominator: String(rows.length) };
  return { rows: rows.slice(start, end), attributes: { ...position, ...totals(rows, end === rows.length) } };
};

const totals = (rows: Rows<unknown>, isLast: boolean): Readonly<Record<string, string>> => ({
  IncludesLastItemInRange: String(isLast),
  TotalItemsInView: String(rows.length),
});

const mostEntries = (view: XmlNode | undefined): number => {
  const asked = view === undefined ? undefined : integer(view, 'MaxEntriesReturned');
  if (asked === undefined) return mostRows;
  if (!(asked >= 1)) throw new EmulatorError('ErrorInvalidPagingMaxRows');
  return Math.min(asked, mostRows);
};

const integer = (view: XmlNode, attribute: string): number | undefined => {
  const value = view.attributes[attribute];
  if (value === undefined) return undefined;
  return /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : Number.NaN;
};
