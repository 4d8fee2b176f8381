/** Rows in some order, of which any part can be taken. Arrays are such rows. */
export interface Rows<Row> extends Iterable<Row> {
  readonly length: number;
  /** The rows from a position up to and without another, both from 0 on. */
  slice(start: number, end: number): readonly Row[];
}

/** Compares two rows: negative when the first comes first. Zero only for a row and itself. */
export type CompareRows<Row> = (one: Row, other: Row) => number;

/**
 * Rows that stay in order while they come and go. They lie in pieces of some hundred, so that to add one, to remove one, or to take the rows at a
 * position costs next to nothing among 100,000, where an array would move half of them.
 */
export class SortedList<Row> implements Rows<Row> {
  readonly #compare: CompareRows<Row>;
  /** None is empty. */
  readonly #pieces: Row[][];
  #length: number;

  /** `sorted`: the rows to begin with, in order. */
  constructor(compare: CompareRows<Row>, sorted: readonly Row[] = []) {
    this.#compare = compare;
    this.#length = sorted.length;
    this.#pieces = Array.from({ length: Math.ceil(sorted.length / pieceLength) }, (_, piece) =>
      sorted.slice(piece * pieceLength, (piece + 1) * pieceLength),
    );
  }

  get length(): number {
    return this.#length;
  }

  add(row: Row): void {
    const [at, piece] = this.#pieceOf(row);
    this.#length += 1;
    if (piece === undefined) {
      this.#pieces.push([row]);
      return;
    }
    piece.splice(this.#placeIn(piece, row), 0, row);
    if (piece.length > 2 * pieceLength) this.#pieces.splice(at + 1, 0, piece.splice(pieceLength));
  }

  /** Takes a row out, and does nothing when it is not there. */
  remove(row: Row): void {
    const [at, piece] = this.#pieceOf(row);
    const place = piece === undefined ? -1 : this.#placeIn(piece, row);
    const found = piece?.[place];
    if (piece === undefined || found === undefined || this.#compare(found, row) !== 0) return;
    piece.splice(place, 1);
    if (piece.length === 0) this.#pieces.splice(at, 1);
    this.#length -= 1;
  }

  slice(start: number, end: number): readonly Row[] {
    const rows: Row[] = [];
    let first = 0;
    for (const piece of this.#pieces) {
      if (first >= end) break;
      if (first + piece.length > start) rows.push(...piece.slice(Math.max(start - first, 0), end - first));
      first += piece.length;
    }
    return rows;
  }

  /** How many rows come before the first for which `isBehind` holds, which has to hold for all that come after that one too. */
  countBefore(isBehind: (row: Row) => boolean): number {
    const at = firstIndex(this.#pieces, (piece) => isBehind(piece[piece.length - 1] as Row));
    const before = this.#pieces.slice(0, at).reduce((sum, { length }) => sum + length, 0);
    return before + firstIndex(this.#pieces[at] ?? [], isBehind);
  }

  /** The rows from the first for which `isBehind` holds; as to countBefore. */
  *from(isBehind: (row: Row) => boolean): Iterable<Row> {
    const at = firstIndex(this.#pieces, (piece) => isBehind(piece[piece.length - 1] as Row));
    for (let piece = at; piece < this.#pieces.length; piece += 1) {
      const rows = this.#pieces[piece] ?? [];
      yield* piece === at ? rows.slice(firstIndex(rows, isBehind)) : rows;
    }
  }

  *[Symbol.iterator](): Iterator<Row> {
    for (const piece of this.#pieces) yield* piece;
  }

  /** The piece in which a row has its place; a row behind all others has it in the last one. Undefined when there is none. */
  #pieceOf(row: Row): readonly [at: number, piece: Row[] | undefined] {
    const found = firstIndex(this.#pieces, (piece) => this.#compare(piece[piece.length - 1] as Row, row) >= 0);
    const at = Math.min(found, Math.max(this.#pieces.length - 1, 0));
    return [at, this.#pieces[at]];
  }

  #placeIn(piece: readonly Row[], row: Row): number {
    return firstIndex(piece, (other) => this.#compare(other, row) >= 0);
  }
}

/** Rows in a piece: few enough to be moved at once, and enough for few pieces. */
const pieceLength = 512;

/** The index of the first for which something holds that holds for all after it too; the length when it holds for none. */
export const firstIndex = <Row>(rows: readonly Row[], holds: (row: Row) => boolean): number => {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(rows[middle] as Row)) high = middle;
    else low = middle + 1;
  }
  return low;
};
