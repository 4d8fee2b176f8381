import type { SeedItem } from '../store/model.ts';
import { everydayMail } from './correspondence.ts';
import { mailItem, oldestFirst } from './mail.ts';
import { createMoments } from './moments.ts';
import type { Member } from './people.ts';
import { createRandom } from '../random.ts';

/** Whose mail it is, and what makes it this mail and no other. */
export interface BulkMailPlan {
  /** The mailbox that it was written to. */
  readonly owner: Member;
  /** The newest message arrived in the morning of this day, the oldest fourteen months before. */
  readonly today: Date;
  /** Plans that differ in nothing else make different messages, with different Message-IDs. */
  readonly seed: number;
}

/**
 * As many received messages as wanted, oldest first: conversations with colleagues and clients, notices of people and machines, about one in
 * twenty unread. Equal plans make equal messages. Building 100,000 takes some five seconds and 500 MB.
 */
export const bulkMail = (count: number, { owner, today, seed }: BulkMailPlan): readonly SeedItem[] => {
  const random = createRandom(seed);
  const { received } = everydayMail(owner, count, createMoments(today), random, `bulk-${seed}/${owner.address}`);
  return received.toSorted(oldestFirst).map((mail) => mailItem({ ...mail, isRead: !random.chance(5) }, owner));
};
