import { mailboxAddress } from '../../ews/properties/id.ts';
import type { Context } from '../context.ts';
import { badUserInput, notFound } from '../errors.ts';
import type { TimeWindowArguments } from '../events/event-list.ts';
import { forbidden, seesCalendar } from '../guards/permission.ts';
import { lookUpSession } from '../look-up-session.ts';
import type { FreeBusySource } from '../refs.ts';
import type { UserErrorSource } from '../user-errors.ts';
import { windowProblem } from './asked-window.ts';
import { timesAnswer, timesError } from './times-answer.ts';
import { roomTimes } from './room-times.ts';

/**
 * A room's time, or why it is not told. Everybody's colleagues see it, so what it takes is to see somebody's calendar: whoever does could ask as that
 * mailbox. `field`: schema coordinate, for the audit.
 */
export const roomAnswer = async (
  context: Context,
  address: string,
  window: TimeWindowArguments,
  field: string,
): Promise<FreeBusySource | UserErrorSource> => {
  try {
    const permitted = context.policy.permissionsOf(context.caller);
    if (!seesCalendar.some((permission) => permitted.has(permission)))
      throw forbidden(context, { anyOf: seesCalendar, mailbox: undefined, field });
    const problem = windowProblem(window);
    if (problem !== undefined) throw badUserInput(problem);
    const room = mailboxAddress(address);
    if (room === undefined) throw notFound();
    return timesAnswer(await roomTimes(context, lookUpSession(context), room, window), false, context);
  } catch (error) {
    return timesError(error, context);
  }
};
