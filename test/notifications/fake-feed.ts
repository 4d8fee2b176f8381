import { EwsError, InvalidInputError } from '../../src/ews/errors.ts';
import { folderId, itemId, type ItemId } from '../../src/ews/properties/id.ts';
import type { EventTokens } from '../../src/mailbox/feed/event-tokens.ts';
import type { MailboxChange } from '../../src/mailbox/feed/mailbox-change.ts';
import type { ReadChanges } from '../../src/mailbox/feed/read-changes.ts';

/** An item's life, by the number of what was done. */
interface Life {
  readonly createdAt: number;
  changedAt: number;
  deletedAt: number | undefined;
}

/** A mailbox of one folder that is read as a server tells it: nothing of what came and went between two positions. */
export interface FakeFeed {
  readonly readChanges: ReadChanges;
  readonly eventTokens: EventTokens;
  create(): ItemId;
  change(id: ItemId): void;
  delete(id: ItemId): void;
  /** What is there now, or was at a position: ids and when they last changed. */
  contents(token?: string): ReadonlyMap<string, number>;
  /** When an item last changed; undefined when it has gone. */
  changedAt(id: ItemId): number | undefined;
  /** The token of now. */
  now(): string;
  /** All tokens of before are worth nothing any more. */
  forget(): void;
  /** Readings that were asked for. */
  readonly readings: readonly (string | undefined)[];
  /** Lets the next readings fail. */
  failNext(...errors: readonly Error[]): void;
  /** What each reading waits for before it begins, and when it has looked. */
  latency: () => Promise<void>;
}

interface Position {
  readonly at: number;
  /** What was told up to these, and may have gone since. */
  readonly told: readonly number[];
}

const folder = folderId('inbox');
const inFolder = { folderId: folder, folderKind: 'MAIL' } as const;

/** Makes one. `limit`: changes a reading tells at most, whatever it was asked for. */
export const createFakeFeed = ({ limit }: { readonly limit: number }): FakeFeed => {
  const lives = new Map<ItemId, Life>();
  const readings: (string | undefined)[] = [];
  const failures: Error[] = [];
  let clock = 0;
  let forgottenAt = 0;

  const tokenOf = ({ at, told }: Position): string => JSON.stringify([at, ...told]);
  const positionOf = (token: string): Position => {
    if (!token.startsWith('[')) throw new InvalidInputError('This is no position in the changes of a mailbox');
    const [at = 0, ...told] = JSON.parse(token.split('#')[0] ?? '') as number[];
    return { at, told };
  };
  const existedAt = ({ createdAt, deletedAt = Number.POSITIVE_INFINITY }: Life, at: number): boolean =>
    createdAt <= at && deletedAt > at;

  const changesSince = (at: number): readonly { readonly when: number; readonly change: MailboxChange }[] =>
    [...lives]
      .flatMap(([id, life]): readonly { readonly when: number; readonly change: MailboxChange }[] => {
        if (life.deletedAt !== undefined)
          return life.deletedAt > at && life.createdAt <= at
            ? [{ when: life.deletedAt, change: { type: 'itemRemoved', id, ...inFolder } }]
            : [];
        if (life.changedAt <= at) return [];
        const what = life.createdAt > at ? 'created' : 'updated';
        const change = { type: 'item', what, itemType: 'Message', isPeopleList: false, id, ...inFolder } as const;
        return [{ when: life.changedAt, change }];
      })
      .toSorted((one, other) => one.when - other.when);

  const feed: FakeFeed = {
    readings,
    latency: () => Promise.resolve(),
    readChanges: async (_mailbox, since) => {
      readings.push(since);
      await feed.latency();
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      const position = since === undefined ? undefined : positionOf(since);
      const seen = clock;
      const answer = ((): Awaited<ReturnType<ReadChanges>> => {
        const fresh = { changes: [], token: tokenOf({ at: seen, told: [] }), hasMore: false, beginsRound: true };
        if (position === undefined) return { ...fresh, resyncRequired: false };
        if (position.at < forgottenAt) return { ...fresh, resyncRequired: true };
        const all = changesSince(position.at);
        const some = all.slice(0, limit);
        const isEnd = some.length === all.length;
        const at = isEnd ? seen : (some.at(-1)?.when ?? seen);
        // Told last, once everything else is.
        const gone = isEnd
          ? position.told.flatMap((told) => changesSince(told).filter(({ change }) => change.type === 'itemRemoved'))
          : [];
        return {
          changes: [...some, ...gone].map(({ change }) => change),
          token: tokenOf({ at, told: isEnd ? [] : position.told }),
          hasMore: !isEnd,
          beginsRound: true,
          resyncRequired: false,
        };
      })();
      await feed.latency();
      return answer;
    },
    eventTokens: {
      within: (_mailbox, from, to) => {
        const { at, told } = positionOf(from);
        const token = tokenOf({ at, told: [...new Set([...told, positionOf(to).at])] });
        return (change) => `${token}#${JSON.stringify(change)}`;
      },
    },
    create: () => {
      clock += 1;
      const id = itemId(`item ${clock}`);
      lives.set(id, { createdAt: clock, changedAt: clock, deletedAt: undefined });
      return id;
    },
    change: (id) => {
      const life = lives.get(id);
      if (life?.deletedAt === undefined && life !== undefined) life.changedAt = clock += 1;
    },
    delete: (id) => {
      const life = lives.get(id);
      if (life?.deletedAt === undefined && life !== undefined) life.deletedAt = clock += 1;
    },
    contents: (token) => {
      const at = token === undefined ? clock : positionOf(token).at;
      return new Map([...lives].flatMap(([id, life]) => (existedAt(life, at) ? [[id, life.changedAt]] : [])));
    },
    changedAt: (id) => {
      const life = lives.get(id);
      return life?.deletedAt === undefined ? life?.changedAt : undefined;
    },
    now: () => tokenOf({ at: clock, told: [] }),
    forget: () => {
      clock += 1;
      forgottenAt = clock;
    },
    failNext: (...errors) => void failures.push(...errors),
  };
  return feed;
};

/** A failure that passes. */
export const busy = (): EwsError =>
  new EwsError('response', 'FindFolder as alice: the server is busy', { responseCode: 'ErrorServerBusy' });

/** A failure that does not. */
export const closed = (): EwsError =>
  new EwsError('response', 'FindFolder as alice: there is no such mailbox', {
    responseCode: 'ErrorNonExistentMailbox',
  });
