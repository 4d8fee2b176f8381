import { EwsError } from '../../ews/errors.ts';
import { setUserOofSettings } from '../../ews/operations/set-user-oof-settings.ts';
import type { OofSettings } from '../../ews/properties/oof-settings.ts';
import { readAutomaticReplies } from '../automatic-replies.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { WriteRefusal, type FieldIssue } from './write-refusal.ts';

/** What is to become of automatic replies. What is undefined stays as it is. */
export interface AutomaticRepliesChange {
  readonly state: OofSettings['state'];
  /** Instants; only Scheduled can have them. */
  readonly start: string | undefined;
  readonly end: string | undefined;
  /** HTML; empty: none. */
  readonly internalReply: string | undefined;
  readonly externalReply: string | undefined;
  readonly externalAudience: OofSettings['externalAudience'] | undefined;
}

/** When to ask again for a change whose answer was lost: to make the same change twice is to make it once. */
const askAgainMs = 5_000;

/** Servers keep a period in the other states as well; one that cannot be is not written back. */
const keptPeriod = (period: OofSettings['period']): OofSettings['period'] =>
  period !== undefined && Date.parse(period.start) < Date.parse(period.end) ? period : undefined;

const issue = (name: 'start' | 'end', message: string): FieldIssue => ({ path: ['input', name], message });

/** Throws WriteRefusal INVALID: the period has no start or no end that somebody chose, ends before it starts, or is over. */
const scheduledPeriod = (
  before: OofSettings,
  change: AutomaticRepliesChange,
  now: Date,
): NonNullable<OofSettings['period']> => {
  const start = change.start ?? before.period?.start;
  const end = change.end ?? before.period?.end;
  // Exchange tells some period of its own where nobody chose one: its beginning harms nobody, its end would be a guess.
  const isGuess = change.end === undefined && before.state !== 'Scheduled';
  if (isGuess || start === undefined || end === undefined) {
    const fields = (['start', 'end'] as const).filter((name) => change[name] === undefined);
    throw new WriteRefusal({
      reason: 'INVALID',
      fields: fields.map((name) => issue(name, 'is needed with SCHEDULED.')),
    });
  }
  if (Date.parse(end) <= Date.parse(start))
    throw new WriteRefusal({ reason: 'INVALID', fields: [issue('end', 'must lie after the start.')] });
  // Exchange refuses it too. The period that the server kept may be that of the last holiday.
  if (Date.parse(end) <= now.getTime())
    throw new WriteRefusal({
      reason: 'INVALID',
      fields: [issue('end', 'is over already, so nobody would be answered.')],
    });
  return { start, end };
};

const isSame = (one: OofSettings, other: OofSettings): boolean => {
  const told = ({ state, externalAudience, period, internalReply, externalReply }: OofSettings): string =>
    JSON.stringify([
      state,
      externalAudience,
      internalReply,
      externalReply,
      state === 'Scheduled' ? [period?.start, period?.end].map((instant) => Date.parse(instant ?? '')) : null,
    ]);
  return told(one) === told(other);
};

/**
 * Changes automatic replies: reads them, because whatever is not written is lost, and writes the whole (GetUserOofSettings, SetUserOofSettings). When
 * the answer is lost it looks whether it was done. `now` decides whether a period is over. Throws WriteRefusal and EwsError.
 */
export const setAutomaticReplies = async (
  mailbox: Pick<OpenedMailbox, 'session'>,
  change: AutomaticRepliesChange,
  now: Date,
): Promise<void> => {
  const before = await readAutomaticReplies(mailbox);
  const settings: OofSettings = {
    state: change.state,
    externalAudience: change.externalAudience ?? before.externalAudience,
    period: change.state === 'Scheduled' ? scheduledPeriod(before, change, now) : keptPeriod(before.period),
    internalReply: change.internalReply ?? before.internalReply,
    externalReply: change.externalReply ?? before.externalReply,
  };
  const { session } = mailbox;
  try {
    await session.call(setUserOofSettings, { mailbox: session.mailbox, settings });
  } catch (error) {
    if (!(error instanceof EwsError) || !error.mayBeDone) throw error;
    const after = await readAutomaticReplies(mailbox).catch((failure: unknown) => {
      if (failure instanceof EwsError) return undefined;
      throw failure;
    });
    if (after === undefined || !isSame(after, settings))
      throw new WriteRefusal({ reason: 'OUTCOME_UNKNOWN', retryAfterMs: askAgainMs }, { cause: error });
  }
};
