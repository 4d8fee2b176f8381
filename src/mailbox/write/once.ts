import { createHash, randomBytes } from 'node:crypto';
import { CoordinationError, ignoreCoordinationError } from '../../coordination/coordination-error.ts';
import type { Ledger, Turn, WriteRecord } from '../../coordination/ledger.ts';
import { EwsError, InvalidInputError } from '../../ews/errors.ts';
import { itemId, type FolderTarget, type ItemReference } from '../../ews/properties/id.ts';
import { looseValue } from '../../ews/properties/item-element.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { markers } from '../../ews/properties/named-property.ts';
import { assign, type Assignment } from '../../ews/properties/written-rows.ts';
import type { Sealer } from '../../sealer.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { findMarked } from './find-marked.ts';
import { WriteRefusal } from './write-refusal.ts';

/** What a caller calls a write. */
export interface WriteKey {
  readonly caller: string;
  readonly text: string;
  /** When the caller's request is due, by the clock of `OnceServices.now`, milliseconds: no turn is waited for after that. Absent: it says nothing. */
  readonly dueMs?: number | undefined;
}

/** A write that must not be done twice. */
export interface OnceWrite {
  readonly mailbox: OpenedMailbox;
  /** What the caller calls it, and who that is; absent: it has no name, and is never repeated. */
  readonly key: WriteKey | undefined;
  /** Hash of everything that is asked for; the same for the same, and computed only when there is a key. */
  readonly content: () => Promise<string>;
  /** Where the marked item lies afterwards. With a key never empty: the item is what remembers the write. */
  readonly lookIn: readonly FolderTarget[];
  /**
   * Does it, and puts these marks on what it makes. Answers what it made, where the server tells. An EwsError that does not say `mayBeDone`, a
   * WriteRefusal other than OUTCOME_UNKNOWN and an InvalidInputError mean that nothing was done; everything else that nobody knows.
   */
  readonly write: (marks: readonly Assignment[]) => Promise<ItemReference | undefined>;
}

/** How it came out. */
export interface OnceOutcome {
  /** It had been done before, under the same key with the same content; nothing was done now. */
  readonly isReplayed: boolean;
  /** Value of `markers.key` on the item, by which `findMarked` finds it. */
  readonly mark: string;
  /** The item; undefined where the server did not tell and nobody has looked yet. */
  readonly item: ItemReference | undefined;
}

/**
 * Does a write once. Throws WriteRefusal (MISMATCH, IN_FLIGHT, OUTCOME_UNKNOWN, KEYS_UNAVAILABLE), what `write` throws when it certainly did
 * nothing, and EwsError when the mailbox could not be looked into.
 */
export type Once = (write: OnceWrite) => Promise<OnceOutcome>;

/** What it is made of. */
export interface OnceServices {
  readonly ledger: Ledger;
  /** Seals the ids of what was made before they are put into the ledger. */
  readonly sealer: Sealer;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** How long a twin waits for the one that came first, where its request has no time of its own, milliseconds; 15,000 when absent. */
  readonly waitMs?: number | undefined;
  /** How long a server may still be working on a request whose answer was lost, milliseconds; `defaultSettleMs` when absent. */
  readonly settleMs?: number | undefined;
}

/** Two minutes: far above the patience of any server with its own store. */
export const defaultSettleMs = 120_000;

const defaultWaitMs = 15_000;

/** When to come back to a key that somebody is working on. */
const inFlightRetryMs = 2_000;

/** A keyed write whose turn it is. */
interface KeyedWrite extends OnceWrite {
  readonly mark: string;
  readonly fingerprint: string;
}

/** Makes it. The mailbox itself is the memory: what the ledger does not know, or knows only the beginning of, the mark on the item settles. */
export const createOnce = ({
  ledger,
  sealer,
  now,
  waitMs = defaultWaitMs,
  settleMs = defaultSettleMs,
}: OnceServices): Once => {
  const results = sealedResults(sealer);

  const lost = (cause: unknown, retryAfterMs?: number): WriteRefusal =>
    new WriteRefusal({ reason: 'OUTCOME_UNKNOWN', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }, { cause });

  /** The item of a write that may have been done, if it was. That it cannot be looked for changes nothing about that. */
  const foundAfterwards = async ({ mailbox, lookIn }: OnceWrite, mark: string): Promise<ItemReference | undefined> => {
    const [found] = await findMarked(mailbox, mark, lookIn, []).catch((error: unknown) => {
      if (error instanceof EwsError) return [];
      throw error;
    });
    return found && referenceOf(found);
  };

  const unkeyed = async (write: OnceWrite): Promise<OnceOutcome> => {
    const mark = randomBytes(16).toString('base64url');
    try {
      return { isReplayed: false, mark, item: await write.write([assign(markers.key, mark)]) };
    } catch (error) {
      if (isSurelyNothing(error) || !isForeseen(error)) throw error;
      const item = await foundAfterwards(write, mark);
      if (item === undefined) throw error instanceof EwsError ? lost(error) : error;
      return { isReplayed: false, mark, item };
    }
  };

  /** Notes what the mailbox itself remembers too, so that it need not be asked again. */
  const noteIfPossible = (turn: Turn, record: WriteRecord): Promise<void> =>
    turn.note(record).catch(ignoreCoordinationError);

  const inTurn = async (write: KeyedWrite, turn: Turn): Promise<OnceOutcome> => {
    const { mailbox, mark, fingerprint: content, lookIn } = write;
    const { record } = turn;
    if (record !== undefined && record.content !== content) throw new WriteRefusal({ reason: 'MISMATCH' });
    if (record?.state === 'done') return { isReplayed: true, mark, item: results.open(mailbox, record.result) };
    const done = (item: ItemReference | undefined): WriteRecord => ({
      state: 'done',
      content,
      result: results.seal(mailbox, item),
    });

    const marked = await findMarked(mailbox, mark, lookIn, [markers.content]);
    const same = marked.find((item) => looseValue(item, markers.content) === content);
    if (same !== undefined) {
      const item = referenceOf(same);
      await noteIfPossible(turn, done(item));
      return { isReplayed: true, mark, item };
    }
    if (marked.length > 0) throw new WriteRefusal({ reason: 'MISMATCH' });
    // An earlier attempt: the server may still be at it, and the mark may yet appear.
    if (record !== undefined && record.ageMs < settleMs) throw lost(undefined, Math.ceil(settleMs - record.ageMs));

    // From here on whoever comes after a sudden death knows that it may have been done. Refused when the turn was lost by taking too long.
    await turn.note({ state: 'running', content });
    try {
      const made = await write.write([assign(markers.key, mark), assign(markers.content, content)]);
      await noteIfPossible(turn, done(made));
      return { isReplayed: false, mark, item: made };
    } catch (error) {
      if (isSurelyNothing(error)) {
        await turn.forget().catch(ignoreCoordinationError);
        throw error;
      }
      const made = await foundAfterwards(write, mark);
      await noteIfPossible(turn, made === undefined ? { state: 'unknown', content } : done(made));
      // A verb that says so itself knows better when to ask again, or that nobody ever will know.
      if (made === undefined) throw error instanceof EwsError ? lost(error, settleMs) : error;
      return { isReplayed: false, mark, item: made };
    }
  };

  const keyed = async (write: OnceWrite, { caller, text, dueMs }: WriteKey): Promise<OnceOutcome> => {
    const { address } = write.mailbox;
    // Of this mailbox too: a server may let what is noted on a message travel with it, and the same caller may use its key in the other mailbox.
    const mark = hashOf([address, caller, text]);
    // Before the turn: files may take their time.
    const fingerprint = await write.content();
    const turn = await ledger.take(hashOf([address, mark]), dueMs === undefined ? waitMs : Math.max(0, dueMs - now()));
    if (turn === undefined) throw new WriteRefusal({ reason: 'IN_FLIGHT', retryAfterMs: inFlightRetryMs });
    try {
      return await inTurn({ ...write, mark, fingerprint }, turn);
    } finally {
      await turn.end();
    }
  };

  return async (write) => {
    if (write.key === undefined) return unkeyed(write);
    try {
      return await keyed(write, write.key);
    } catch (error) {
      if (!(error instanceof CoordinationError)) throw error;
      throw new WriteRefusal({ reason: 'KEYS_UNAVAILABLE' }, { cause: error });
    }
  };
};

const referenceOf = ({ id, changeKey }: Item): ItemReference => ({ id, changeKey });

/** The same on every replica and after every restart. */
const hashOf = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

const isSurelyNothing = (error: unknown): boolean => {
  if (error instanceof EwsError) return !error.mayBeDone;
  if (error instanceof WriteRefusal) return error.refusal.reason !== 'OUTCOME_UNKNOWN';
  return error instanceof InvalidInputError;
};

/** Anything else is a fault of the gateway: of what it had done by then nobody knows, and it must be seen as what it is. */
const isForeseen = (error: unknown): boolean => error instanceof EwsError || error instanceof WriteRefusal;

const resultPurpose = 'written-item';

/** Item references as the ledger may hold them. They open for the mailbox that they were sealed for. */
const sealedResults = (sealer: Sealer) => ({
  seal: ({ address }: OpenedMailbox, item: ItemReference | undefined): string | undefined =>
    item && sealer.seal(resultPurpose, JSON.stringify([address, item.id, item.changeKey ?? null])),
  open: ({ address }: OpenedMailbox, sealed: string | undefined): ItemReference | undefined => {
    const text = sealed === undefined ? undefined : sealer.open(resultPurpose, sealed);
    if (text === undefined) return undefined;
    const [mailbox, id, changeKey] = JSON.parse(text) as readonly [string, string, string | null];
    return mailbox === address ? { id: itemId(id), changeKey: changeKey ?? undefined } : undefined;
  },
});
