import { describe, expect, test } from 'vitest';
import { CoordinationError } from '../../../src/coordination/coordination-error.ts';
import type { Ledger, Turn } from '../../../src/coordination/ledger.ts';
import { createMemoryLedger } from '../../../src/coordination/memory-ledger.ts';
import { EwsError, InvalidInputError } from '../../../src/ews/errors.ts';
import { itemId, type FolderTarget, type ItemReference } from '../../../src/ews/properties/id.ts';
import type { Item } from '../../../src/ews/properties/item-types.ts';
import { markers } from '../../../src/ews/properties/named-property.ts';
import type { Assignment } from '../../../src/ews/properties/written-rows.ts';
import type { FolderQuestion } from '../../../src/mailbox/find-in-folders.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { createOnce, type OnceOutcome, type OnceWrite } from '../../../src/mailbox/write/once.ts';
import { WriteRefusal, type Refusal } from '../../../src/mailbox/write/write-refusal.ts';
import { createSealer } from '../../../src/sealer.ts';
import { address } from '../../access.ts';

const alice = address('alice@example.test');
const sentItems: FolderTarget = { distinguished: 'sentitems', mailbox: alice };
const drafts: FolderTarget = { distinguished: 'drafts', mailbox: alice };
const sealer = createSealer(new Uint8Array(32).fill(1));

interface Kept {
  readonly folder: FolderTarget;
  readonly item: Item;
}

const markedItem = (id: string, mark: string, content?: string): Item => ({
  type: 'Message',
  element: 'Message',
  id: itemId(id),
  changeKey: 'ck',
  properties: { [markers.key.key]: mark, [markers.content.key]: content },
});

/** A mailbox that finds by the mark, without regard to case as servers do. */
const fakeMailbox = () => {
  const kept: Kept[] = [];
  const looks: (readonly FolderTarget[])[] = [];
  let failure: EwsError | undefined;
  const find = (folders: readonly FolderTarget[], { restriction }: FolderQuestion) => {
    looks.push(folders);
    const value = restriction !== undefined && 'is' in restriction ? restriction.value.toLowerCase() : '';
    return Promise.resolve(
      folders.map((folder) => {
        if (failure !== undefined) return failure;
        const items = kept
          .filter(({ folder: at }) => at === folder)
          .map(({ item }) => item)
          .filter((item) => String(Reflect.get(item.properties, markers.key.key)).toLowerCase() === value);
        return { items, total: items.length, isLast: true, nextOffset: items.length };
      }),
    );
  };
  return {
    mailbox: { address: alice, find } as unknown as OpenedMailbox,
    kept,
    looks,
    breakReads: (error: EwsError | undefined) => void (failure = error),
  };
};

const lostAnswer = (): EwsError => new EwsError('timeout', 'CreateItem: no answer', { mayBeDone: true });
const refusedWrite = (): EwsError => new EwsError('response', 'CreateItem: no', { responseCode: 'ErrorItemSave' });

/** A gateway with its mailbox, and writes that end as the test says. */
const start = ({ ledger: given }: { readonly ledger?: (own: Ledger) => Ledger } = {}) => {
  let nowMs = 1;
  const open = (): Ledger => {
    const own = createMemoryLedger(() => nowMs);
    return given?.(own) ?? own;
  };
  let once = createOnce({ ledger: open(), sealer, now: () => nowMs, waitMs: 50, settleMs: 120_000 });
  const server = fakeMailbox();
  const writes: (readonly Assignment[])[] = [];
  let hashed = 0;
  /** Writes into a folder; `ends` says what the server does and answers. */
  const write = (
    differences: Partial<Omit<OnceWrite, 'content'>> & {
      readonly content?: string;
      readonly ends?: 'answered' | 'silently' | 'doneButLost' | 'lost' | Error;
      readonly during?: () => Promise<void>;
    } = {},
  ): Promise<OnceOutcome> => {
    const { content = 'content-1', ends = 'answered', during, ...rest } = differences;
    return once({
      mailbox: server.mailbox,
      key: { caller: 'token:ann', text: 'key-1' },
      content: () => {
        hashed += 1;
        return Promise.resolve(content);
      },
      lookIn: [sentItems],
      write: async (marks): Promise<ItemReference | undefined> => {
        writes.push(marks);
        await during?.();
        const valueOf = (row: unknown): string => String(marks.find((mark) => mark.row === row)?.value);
        if (ends instanceof Error) throw ends;
        if (ends === 'lost') throw lostAnswer();
        const item = markedItem(`item-${writes.length}`, valueOf(markers.key), valueOf(markers.content));
        server.kept.push({ folder: sentItems, item });
        if (ends === 'doneButLost') throw lostAnswer();
        return ends === 'silently' ? undefined : { id: item.id, changeKey: item.changeKey };
      },
      ...rest,
    });
  };
  return {
    ...server,
    writes,
    hashed: () => hashed,
    write,
    advance: (ms: number) => void (nowMs += ms),
    restart: () =>
      void (once = createOnce({ ledger: open(), sealer, now: () => nowMs, waitMs: 50, settleMs: 120_000 })),
  };
};

const refusal = async (outcome: Promise<unknown>): Promise<Refusal> => {
  const error = await outcome.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (error instanceof WriteRefusal) return error.refusal;
  throw error instanceof Error ? error : new Error('nothing was refused');
};

const noKey = { key: undefined } as const;

describe('a write with a key', () => {
  test('looks for the mark in one go, writes it with the content, and tells what was made', async () => {
    const { write, writes, looks, kept } = start();
    const outcome = await write({ lookIn: [sentItems, drafts] });
    expect(outcome).toEqual({
      isReplayed: false,
      mark: expect.stringMatching(/^[\w-]{43}$/),
      item: { id: 'item-1', changeKey: 'ck' },
    });
    expect(looks).toEqual([[sentItems, drafts]]);
    expect(writes).toEqual([
      [
        { row: markers.key, value: outcome.mark },
        { row: markers.content, value: 'content-1' },
      ],
    ]);
    expect(kept).toHaveLength(1);
  });

  test('is not done again, and answers the same item without asking the mailbox', async () => {
    const { write, writes, looks } = start();
    const first = await write();
    expect(await write()).toEqual({ ...first, isReplayed: true });
    expect(writes).toHaveLength(1);
    expect(looks).toHaveLength(1);
  });

  test('of which the server does not tell what it made is not done again either', async () => {
    const { write, writes } = start();
    expect(await write({ ends: 'silently' })).toMatchObject({ isReplayed: false, item: undefined });
    expect(await write()).toMatchObject({ isReplayed: true, item: undefined });
    expect(writes).toHaveLength(1);
  });

  test('is found in the mailbox by a gateway that knows nothing of it', async () => {
    const { write, writes, restart, looks } = start();
    const { mark, item } = await write();
    restart();
    expect(await write()).toEqual({ isReplayed: true, mark, item });
    expect(await write()).toEqual({ isReplayed: true, mark, item });
    expect(writes).toHaveLength(1);
    expect(looks).toHaveLength(2);
  });

  test('belongs to its caller, its mailbox and the letters of the key', async () => {
    const { write, writes } = start();
    const marks = [
      await write(),
      await write({ key: { caller: 'token:bob', text: 'key-1' } }),
      await write({ key: { caller: 'token:ann', text: 'KEY-1' } }),
      await write({ key: { caller: 'token:an', text: 'nkey-1' } }),
    ].map(({ mark }) => mark);
    expect(new Set(marks).size).toBe(4);
    expect(writes).toHaveLength(4);
    const other = start();
    const bobs = { ...other.mailbox, address: address('bob@example.test') };
    await other.write();
    // With what was written for alice in it, as if it had travelled.
    expect(await other.write({ mailbox: bobs, content: 'content-2' })).toMatchObject({ isReplayed: false });
  });

  test('and another content is a mismatch, by the record and by the mailbox', async () => {
    const { write, writes, restart } = start();
    await write();
    expect(await refusal(write({ content: 'content-2' }))).toEqual({ reason: 'MISMATCH' });
    restart();
    expect(await refusal(write({ content: 'content-2' }))).toEqual({ reason: 'MISMATCH' });
    expect(await write()).toMatchObject({ isReplayed: true });
    expect(writes).toHaveLength(1);
  });

  test('finds its own among items of that mark, and takes no other case of the mark for its own', async () => {
    const { write, writes, restart, kept } = start();
    const { mark } = await write();
    kept.splice(0);
    restart();
    kept.push({ folder: sentItems, item: markedItem('other', mark, 'content-2') });
    kept.push({ folder: drafts, item: markedItem('same', mark, 'content-1') });
    expect(await write({ lookIn: [sentItems, drafts] })).toMatchObject({ isReplayed: true, item: { id: 'same' } });
    kept.splice(0);
    restart();
    const swapped = mark.replaceAll(/[a-z]/gi, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    kept.push({ folder: sentItems, item: markedItem('swapped', swapped, 'content-1') });
    expect(await write()).toMatchObject({ isReplayed: false });
    expect(writes).toHaveLength(2);
  });

  test('a hundred at once write once', async () => {
    const { write, writes } = start();
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => write()));
    expect(outcomes.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1);
    expect(new Set(outcomes.map(({ item }) => item?.id))).toEqual(new Set(['item-1']));
    expect(writes).toHaveLength(1);
  });

  test('that takes longer than a twin waits is in flight for the twin', async () => {
    const { write } = start();
    let finish: () => void = () => undefined;
    const until = new Promise<void>((resolve) => (finish = resolve));
    const first = write({ during: () => until });
    expect(await refusal(write())).toEqual({ reason: 'IN_FLIGHT', retryAfterMs: expect.any(Number) });
    finish();
    expect(await first).toMatchObject({ isReplayed: false });
    expect(await write()).toMatchObject({ isReplayed: true });
  });

  test('waits for its turn until its request is due, or the usual time where that is not said', async () => {
    const waits: number[] = [];
    const ledger = (own: Ledger): Ledger => ({
      ...own,
      take: (key, waitMs) => {
        waits.push(waitMs);
        return own.take(key, Math.min(waitMs, 10));
      },
    });
    const { write, writes, advance } = start({ ledger });
    advance(999);
    let finish: () => void = () => undefined;
    const until = new Promise<void>((resolve) => (finish = resolve));
    const first = write({ during: () => until });
    const twinDue = (dueMs: number | undefined): Promise<unknown> =>
      refusal(write({ key: { caller: 'token:ann', text: 'key-1', dueMs } }));
    for (const dueMs of [undefined, 6_000, 1_020, 1_000, 1])
      expect(await twinDue(dueMs)).toEqual({ reason: 'IN_FLIGHT', retryAfterMs: expect.any(Number) });
    expect(waits).toEqual([50, 50, 5_000, 20, 0, 0]);
    finish();
    await first;
    expect(writes).toHaveLength(1);
  });

  test('whose answer was lost is looked for, and found', async () => {
    const { write, writes, looks } = start();
    expect(await write({ ends: 'doneButLost' })).toMatchObject({ isReplayed: false, item: { id: 'item-1' } });
    expect(looks).toHaveLength(2);
    expect(await write()).toMatchObject({ isReplayed: true, item: { id: 'item-1' } });
    expect(writes).toHaveLength(1);
  });

  test('whose answer was lost and that is nowhere stays open until the server must be done, and is then done', async () => {
    const { write, writes, advance } = start();
    expect(await refusal(write({ ends: 'lost' }))).toEqual({ reason: 'OUTCOME_UNKNOWN', retryAfterMs: 120_000 });
    advance(50_000);
    expect(await refusal(write())).toEqual({ reason: 'OUTCOME_UNKNOWN', retryAfterMs: 70_000 });
    expect(writes).toHaveLength(1);
    advance(70_000);
    expect(await write()).toMatchObject({ isReplayed: false });
    expect(writes).toHaveLength(2);
  });

  test('whose item appears late is found by the next attempt', async () => {
    const { write, writes, kept, advance } = start();
    await refusal(write({ ends: 'lost' }));
    const mark = String(writes[0]?.[0]?.value);
    kept.push({ folder: sentItems, item: markedItem('late', mark, 'content-1') });
    advance(1_000);
    expect(await write()).toMatchObject({ isReplayed: true, item: { id: 'late' } });
    expect(writes).toHaveLength(1);
  });

  test('that cannot be looked for after its answer was lost is unknown', async () => {
    const { write, breakReads } = start();
    const during = (): Promise<void> => {
      breakReads(new EwsError('unreachable', 'FindItem: gone'));
      return Promise.resolve();
    };
    expect(await refusal(write({ ends: 'doneButLost', during }))).toMatchObject({ reason: 'OUTCOME_UNKNOWN' });
    breakReads(undefined);
    expect(await write()).toMatchObject({ isReplayed: true });
  });

  test('that says itself that nobody will ever know is unknown for good, unless it is found', async () => {
    const { write, writes, kept, advance } = start();
    const ends = new WriteRefusal({ reason: 'OUTCOME_UNKNOWN' });
    expect(await refusal(write({ ends }))).toEqual({ reason: 'OUTCOME_UNKNOWN' });
    expect(await refusal(write())).toMatchObject({ reason: 'OUTCOME_UNKNOWN', retryAfterMs: 120_000 });
    advance(120_000);
    const during = (): Promise<void> => {
      const mark = String(writes[0]?.[0]?.value);
      kept.push({ folder: sentItems, item: markedItem('found', mark, 'content-1') });
      return Promise.resolve();
    };
    expect(await write({ ends, during })).toMatchObject({ isReplayed: false, item: { id: 'found' } });
  });

  test.each([
    ['the server refused', refusedWrite()],
    ['a check of the verb refused', new WriteRefusal({ reason: 'NOT_FOUND' })],
    ['could not be written down', new InvalidInputError('a control character')],
  ])('that %s can be tried again at once', async (_name, error) => {
    const { write, writes } = start();
    await expect(write({ ends: error })).rejects.toBe(error);
    expect(await write()).toMatchObject({ isReplayed: false });
    expect(writes).toHaveLength(2);
  });

  test('that failed by a fault of the gateway shows the fault, and is not repeated while it may be under way', async () => {
    const { write, writes } = start();
    const fault = new TypeError('a bug');
    await expect(write({ ends: fault })).rejects.toBe(fault);
    expect(await refusal(write())).toMatchObject({ reason: 'OUTCOME_UNKNOWN' });
    expect(writes).toHaveLength(1);
  });

  test('takes a folder that is gone for one that holds nothing', async () => {
    const { write, breakReads } = start();
    breakReads(new EwsError('response', 'FindItem: gone', { responseCode: 'ErrorFolderNotFound' }));
    expect(await write()).toMatchObject({ isReplayed: false });
  });

  test('is not begun when the mailbox cannot be looked into', async () => {
    const { write, writes, breakReads } = start();
    const failure = new EwsError('unreachable', 'FindItem: gone');
    breakReads(failure);
    await expect(write()).rejects.toBe(failure);
    expect(writes).toHaveLength(0);
    breakReads(undefined);
    expect(await write()).toMatchObject({ isReplayed: false });
  });
});

/** A turn of which some steps fail, as those of a Redis that went away. */
const failing =
  (...steps: readonly ('take' | 'running' | 'done' | 'unknown' | 'forget')[]) =>
  (own: Ledger): Ledger => ({
    ...own,
    take: async (key, waitMs) => {
      if (steps.includes('take')) throw new CoordinationError('gone');
      const turn = await own.take(key, waitMs);
      if (turn === undefined) return undefined;
      const failingTurn: Turn = {
        ...turn,
        note: (record) =>
          steps.includes(record.state) ? Promise.reject(new CoordinationError('gone')) : turn.note(record),
        forget: () => (steps.includes('forget') ? Promise.reject(new CoordinationError('gone')) : turn.forget()),
      };
      return failingTurn;
    },
  });

describe('without its ledger', () => {
  test.each(['take', 'running'] as const)('a keyed write is refused and not begun (%s)', async (step) => {
    const { write, writes } = start({ ledger: failing(step) });
    expect(await refusal(write())).toEqual({ reason: 'KEYS_UNAVAILABLE' });
    expect(writes).toHaveLength(0);
    expect(await write(noKey)).toMatchObject({ isReplayed: false });
  });

  test('a write that is done stays done, and the mailbox remembers it', async () => {
    const { write, writes } = start({ ledger: failing('done') });
    expect(await write()).toMatchObject({ isReplayed: false, item: { id: 'item-1' } });
    expect(await write()).toMatchObject({ isReplayed: true, item: { id: 'item-1' } });
    expect(writes).toHaveLength(1);
  });

  test('a write that failed fails for its own reason, and counts as begun', async () => {
    const { write } = start({ ledger: failing('forget', 'unknown') });
    const error = refusedWrite();
    await expect(write({ ends: error })).rejects.toBe(error);
    expect(await refusal(write())).toMatchObject({ reason: 'OUTCOME_UNKNOWN' });
  });

  test('a write that was lost is unknown', async () => {
    const { write, advance } = start({ ledger: failing('unknown') });
    expect(await refusal(write({ ends: 'lost' }))).toMatchObject({ reason: 'OUTCOME_UNKNOWN' });
    advance(20_000);
    expect(await refusal(write())).toEqual({ reason: 'OUTCOME_UNKNOWN', retryAfterMs: 100_000 });
  });
});

describe('a write without a key', () => {
  test('is marked, done at once, and done again when it is asked for again', async () => {
    const { write, writes, looks, hashed } = start();
    const outcomes = [await write(noKey), await write(noKey)];
    expect(outcomes.map(({ isReplayed }) => isReplayed)).toEqual([false, false]);
    expect(new Set(outcomes.map(({ mark }) => mark)).size).toBe(2);
    expect(writes.map((marks) => marks.map(({ row }) => row))).toEqual([[markers.key], [markers.key]]);
    expect(looks).toEqual([]);
    expect(hashed()).toBe(0);
  });

  test('whose answer was lost is looked for once, and found', async () => {
    const { write, looks } = start();
    expect(await write({ ...noKey, ends: 'doneButLost' })).toMatchObject({ isReplayed: false, item: { id: 'item-1' } });
    expect(looks).toEqual([[sentItems]]);
  });

  test('whose answer was lost and that is nowhere is unknown for good, and is not repeated', async () => {
    const { write, writes, looks } = start();
    expect(await refusal(write({ ...noKey, ends: 'lost' }))).toEqual({ reason: 'OUTCOME_UNKNOWN' });
    expect(writes).toHaveLength(1);
    expect(looks).toHaveLength(1);
  });

  test('that leaves nothing behind is looked for nowhere', async () => {
    const { write, looks } = start();
    expect(await refusal(write({ ...noKey, lookIn: [], ends: 'lost' }))).toEqual({ reason: 'OUTCOME_UNKNOWN' });
    expect(looks).toEqual([]);
  });

  test('fails as it fails', async () => {
    const { write } = start();
    const error = refusedWrite();
    await expect(write({ ...noKey, ends: error })).rejects.toBe(error);
    const fault = new TypeError('a bug');
    await expect(write({ ...noKey, ends: fault })).rejects.toBe(fault);
  });
});
