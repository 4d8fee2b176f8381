import { getUserOofSettings } from '../ews/operations/get-user-oof-settings.ts';
import type { OofSettings } from '../ews/properties/oof-settings.ts';
import type { OpenedMailbox } from './open-mailbox.ts';

/** The automatic replies of a mailbox: one GetUserOofSettings. Throws EwsError. */
export const readAutomaticReplies = ({ session }: Pick<OpenedMailbox, 'session'>): Promise<OofSettings> =>
  session.call(getUserOofSettings, { mailbox: session.mailbox });

/** Whether mail that arrives at this instant is answered. A period begins with its start and is over at its end. */
export const repliesAt = ({ state, period }: Pick<OofSettings, 'state' | 'period'>, instant: Date): boolean => {
  if (state !== 'Scheduled') return state === 'Enabled';
  return (
    period !== undefined && Date.parse(period.start) <= instant.getTime() && instant.getTime() < Date.parse(period.end)
  );
};
