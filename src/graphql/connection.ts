import { createHash } from 'node:crypto';
import type { MailboxAddress } from '../ews/properties/id.ts';
import type { Cursor, PageRequest } from '../mailbox/page.ts';
import type { Sealer } from '../sealer.ts';
import { badUserInput } from './errors.ts';

/** One node and its place. */
export interface Edge<Node> {
  /** Seals it: a cursor that nobody selects is not made. */
  readonly cursor: () => string;
  readonly node: Node;
}

/** Where a page stands in its list. */
export interface PageInfoSource {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: Edge<unknown>['cursor'] | undefined;
  readonly endCursor: Edge<unknown>['cursor'] | undefined;
}

/** One page of a list. */
export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfoSource;
  readonly totalCount: number | undefined;
}

/** The paging arguments of a connection field, as GraphQL gives them. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** A list that cursors belong to: a cursor of one list is refused by every other. */
export interface ListIdentity {
  readonly mailbox: MailboxAddress | undefined;
  /** Everything that decides what is in the list and in which order; plain data. */
  readonly list: unknown;
}

/** Rows a page when the client does not say. */
const defaultPageSize = 50;
/** Exchange gives no more rows a call. */
const maxPageSize = 1000;

const cursorPurpose = 'cursor';

/** Keys in one order, so that `{a, b}` and `{b, a}` are one list. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined && entry !== null)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, canonical(entry)]),
  );
};

const fingerprint = (identity: ListIdentity): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(identity)))
    .digest('base64url')
    .slice(0, 16);

/** Makes and reads the cursors of one list. */
export interface CursorCodec<Place> {
  readonly write: (place: Place) => string;
  /** Throws BAD_USER_INPUT for anything but a cursor of this very list. */
  readonly read: (argument: string, text: string) => Place;
}

/** Cursors are sealed, so that they can be neither read nor made up, and bound to their list. */
export const cursorCodec = <Place = Cursor>(sealer: Sealer, identity: ListIdentity): CursorCodec<Place> => {
  let known: string | undefined;
  const list = (): string => (known ??= fingerprint(identity));
  return {
    write: (place) => sealer.seal(cursorPurpose, JSON.stringify([list(), place])),
    read: (argument, text) => {
      const opened = sealer.open(cursorPurpose, text);
      const [found, place] = opened === undefined ? [] : (JSON.parse(opened) as readonly [string, Place]);
      if (found !== list() || place === undefined) {
        throw badUserInput(
          `${argument} is not a cursor of this list: pass one that this very list gave, with the same mailbox, folders, filter and order`,
        );
      }
      return place;
    },
  };
};

const checkedSize = (argument: string, size: number): number => {
  if (size < 1 || size > maxPageSize) throw badUserInput(`${argument} must be from 1 to ${maxPageSize}`);
  return size;
};

/** A page as asked for: how many rows, which way, behind which place. */
export interface PageOf<Place> {
  readonly limit: number;
  readonly direction: PageRequest['direction'];
  readonly cursor: Place | undefined;
}

/** How many rows, and which way. Throws BAD_USER_INPUT for sizes outside 1 to 1000 and for both directions at once. */
export const pageSize = (
  { first, after, last, before }: PageArguments,
  defaultSize = defaultPageSize,
): Pick<PageRequest, 'limit' | 'direction'> => {
  const given = (value: unknown): boolean => value !== undefined && value !== null;
  if (given(first) && given(last)) throw badUserInput('first and last exclude each other');
  if (given(after) && given(before)) throw badUserInput('after and before exclude each other');
  if (given(first) && given(before)) throw badUserInput('before goes with last; first goes with after');
  if (given(last) && given(after)) throw badUserInput('after goes with first; last goes with before');
  const isBackward = given(last) || given(before);
  return isBackward
    ? { direction: 'backward', limit: checkedSize('last', last ?? defaultSize) }
    : { direction: 'forward', limit: checkedSize('first', first ?? defaultSize) };
};

/** Reads the paging arguments. Throws BAD_USER_INPUT as `pageSize`, and for foreign cursors. */
export const pageOf = <Place>(
  args: PageArguments,
  cursors: CursorCodec<Place>,
  defaultSize = defaultPageSize,
): PageOf<Place> => {
  const { limit, direction } = pageSize(args, defaultSize);
  const [argument, cursor] = direction === 'backward' ? ['before', args.before] : ['after', args.after];
  return { limit, direction, cursor: typeof cursor === 'string' ? cursors.read(argument, cursor) : undefined };
};

/** Puts a page together. */
export const connectionOf = <Node>(
  edges: readonly Edge<Node>[],
  {
    hasNext,
    hasPrevious,
    total,
  }: { readonly hasNext: boolean; readonly hasPrevious: boolean; readonly total?: number | undefined },
): Connection<Node> => ({
  edges,
  totalCount: total,
  pageInfo: {
    hasNextPage: hasNext,
    hasPreviousPage: hasPrevious,
    startCursor: edges[0]?.cursor,
    endCursor: edges.at(-1)?.cursor,
  },
});

/** One page of a list that is held whole, by position. A list that changes between two pages may repeat or drop rows. */
export const sliceConnection = <Node>(
  nodes: readonly Node[],
  page: PageOf<number>,
  cursors: CursorCodec<number>,
): Connection<Node> => {
  const end =
    page.direction === 'forward'
      ? Math.min((page.cursor ?? 0) + page.limit, nodes.length)
      : Math.min((page.cursor ?? nodes.length + 1) - 1, nodes.length);
  const start = page.direction === 'forward' ? (page.cursor ?? 0) : Math.max(end - page.limit, 0);
  const edges = nodes.slice(start, end).map((node, index) => ({
    node,
    cursor: () => cursors.write(start + index + 1),
  }));
  return connectionOf(edges, { hasNext: end < nodes.length, hasPrevious: start > 0, total: nodes.length });
};
