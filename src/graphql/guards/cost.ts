import { getNamedType, getNullableType, isLeafType, isListType, type GraphQLField } from 'graphql';
import type { Amount, Arguments, OpenId } from './price-amounts.ts';
import { prices, type Price } from './prices.ts';

/**
 * What one call to the mail server costs; a thing that is shown costs 1. So an operation of 10,000, the most that is accepted unless COST_LIMIT says
 * otherwise, makes about a hundred calls, or shows a page of 1,000 messages with their people and previews.
 */
export const callCost = 100;

/** The name of a price. */
export type PriceName = keyof typeof prices;

/** Which of the two sums is made, and how ids are opened; the complexity plugin hands it to every field as its context. */
export interface CostReading {
  /**
   * The plugin multiplies what is inside a list by its rows. That is right for what is shown and for calls of a row's own, and wrong for calls that
   * rows share: those are added up by another reading, in which only mailboxes multiply.
   */
  readonly sum: 'rows' | 'sharedCalls';
  readonly open: OpenId;
}

/** What the plugin makes of a field: `field + multiplier × what is selected inside`. */
interface Complexity {
  readonly field: number;
  readonly multiplier: number;
}

const valueOf = (price: Price, args: Arguments, { sum, open }: CostReading): Complexity => {
  const read = (amount: Amount): number => (typeof amount === 'number' ? amount : amount(args, open));
  const { shown = 1, calls = 0, sharedCalls = 0, rows = 1, mailboxes = 1 } = price;
  return sum === 'rows'
    ? { field: read(shown) + callCost * read(calls), multiplier: Math.max(read(rows), 1) }
    : { field: callCost * read(sharedCalls), multiplier: Math.max(read(mailboxes), 1) };
};

/** `complexity` of a field that has a price of its own. */
export const cost =
  (name: PriceName) =>
  (args: object, reading: object): Complexity =>
    valueOf(prices[name], args as Arguments, reading as CostReading);

/** Things of an item, such as its recipients, attendees and attachments. */
const rowsOfPlainList = 10;

/** `complexity` of every other field: values are free, objects cost 1. */
export const plainCost = (args: object, reading: object, { type }: GraphQLField<unknown, never>): Complexity => {
  const isLeaf = isLeafType(getNamedType(type));
  const rows = isListType(getNullableType(type)) ? rowsOfPlainList : 1;
  return valueOf({ shown: isLeaf ? 0 : 1, rows }, args as Arguments, reading as CostReading);
};
