import { InvalidInputError } from '../../ews/errors.ts';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import type { Sealer } from '../../sealer.ts';
import type { MailboxChange } from './mailbox-change.ts';
import { createSyncTokens, type FeedPosition, type FollowedFolder, type ToldFolder } from './sync-token.ts';

/** Tokens for whoever is told the changes of a batch one by one. */
export interface EventTokens {
  /**
   * Of a change among others that were read between two tokens of a mailbox. Whoever goes on from it is told everything after the first token, and what
   * has gone of that which was known by the second one: it may have been told already. The same for the same change between the same tokens.
   */
  within(mailbox: MailboxAddress, from: string, to: string): (change: MailboxChange) => string;
}

/** How often somebody may have been told of folders beyond one position, before it is given up: as often as a client is cut off while it catches up. */
const mostTold = 256;

/** Told again whatever it is like. */
const unsure = { place: '', look: '', counts: '' };

const isSame = (one: FollowedFolder, other: FollowedFolder): boolean =>
  one.place === other.place && one.look === other.look && one.counts === other.counts;

/** Where whoever was told some of what lies between two positions goes on from; undefined when that would be too much to remember. */
const between = (from: FeedPosition, to: FeedPosition): FeedPosition | undefined => {
  const before = new Map(from.folders.map((folder) => [folder.id, folder]));
  const after = new Map(to.folders.map((folder) => [folder.id, folder]));
  const told = new Map<string, ToldFolder>();
  const add = (folder: ToldFolder): void => void told.set(`${folder.id} ${folder.syncState ?? ''}`, folder);
  for (const folder of from.told ?? []) add(folder);
  for (const { id, syncState } of to.folders) {
    const known = before.get(id);
    if (known === undefined || (syncState !== undefined && syncState !== known.syncState)) add({ id, syncState });
  }
  if (told.size > mostTold) return undefined;
  return {
    isReached: from.isReached,
    folders: from.folders.map((folder) => {
      const later = after.get(folder.id);
      return later !== undefined && isSame(folder, later) ? folder : { ...folder, ...unsure };
    }),
    told: [...told.values()],
  };
};

/** Makes them with the gateway's seal. */
export const createEventTokens = (sealer: Sealer): EventTokens => {
  const tokens = createSyncTokens(sealer);

  const sealBetween = (mailbox: MailboxAddress, from: string, to: string): ((mark: string) => string) => {
    const [first, last] = [tokens.open(mailbox, from), tokens.open(mailbox, to)];
    const position = first === undefined || last === undefined ? undefined : between(first, last);
    const lost = (): string => tokens.lost;
    if (position === undefined) return lost;
    try {
      return tokens.sealMarked(mailbox, position);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      return lost;
    }
  };

  return {
    within: (mailbox, from, to) => {
      const seal = sealBetween(mailbox, from, to);
      return (change) => seal(JSON.stringify(change));
    },
  };
};
