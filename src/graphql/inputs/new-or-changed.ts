import type { ItemId } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { Context } from '../context.ts';
import { ewsItemId, readIdIn, readIfChangeKey } from '../ids.ts';
import type { Note } from './checked-text.ts';

/** What a mutation that makes something, or changes what is there, is given of both. */
export interface NewOrChanged {
  readonly id?: string | null | undefined;
  readonly ifChangeKey?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** Notes what is given for the other of the two: a version of something new, a key for a change, which may be repeated as it is. */
const checkNewOrChanged = ({ id, ifChangeKey, idempotencyKey }: NewOrChanged, note: Note): void => {
  const isGiven = (value: string | null | undefined): boolean => value !== null && value !== undefined;
  if (isGiven(id) && isGiven(idempotencyKey))
    note(['input', 'idempotencyKey'], 'goes with something new: leave it out beside id, and use ifChangeKey.');
  if (!isGiven(id) && isGiven(ifChangeKey)) note(['input', 'ifChangeKey'], 'goes with id.');
};

/** What is to change, and the version that is meant; without id it is new. */
interface Changed {
  readonly id: ItemId | undefined;
  readonly ifChangeKey: string | undefined;
}

/** Reads whether something is new or changes; what does not go together is noted. Throws BAD_USER_INPUT for an id that is none of this mailbox. */
export const readNewOrChanged = (
  context: Context,
  mailbox: OpenedMailbox,
  input: NewOrChanged,
  note: Note,
): Changed => {
  checkNewOrChanged(input, note);
  const { id, ifChangeKey } = input;
  return {
    id: typeof id === 'string' ? ewsItemId(readIdIn(context, 'id', id, ['Item'], mailbox)) : undefined,
    ifChangeKey: readIfChangeKey(context, ifChangeKey),
  };
};

/** What a field says of a version that is meant. */
export const ifChangeKeyDescription =
  'The version that is meant, beside `id`: a ConflictError when it has changed since. Absent: the last one who writes wins, property by property.';
