import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { createItem, type NewItem } from '../../ews/operations/create-item.ts';
import type { MadeItem } from '../../ews/operations/written-references.ts';
import { folderId } from '../../ews/properties/id.ts';
import { isSurelyUndone } from '../../ews/outcome.ts';
import { copyMarks } from './copy-marks.ts';
import { findCopies } from './find-copies.ts';
import { answersTo, orFailure, turnsUp } from './lost-answers.ts';
import { failureOf, type ItemFailure } from '../item-failure.ts';
import { stateAssignments, stateProperties } from './message-rows.ts';
import type { Mark, MarkedItem } from '../portable/portable-item.ts';
import type { PortableMessage } from '../portable/portable-message.ts';
import type { Place, Written } from '../target.ts';

/** A message that is to be written, and the mark that its copy carries. */
export type MarkedMessage = MarkedItem & { readonly item: PortableMessage };

type Outcome = Written | ItemFailure;

/**
 * Writes messages into a folder, one answer for each, in their order: with one request as long as all goes well. Nothing is sent to anybody. What a
 * lost answer was about is looked for by its mark before it is written again.
 */
export const writeMessages = async (
  session: EwsSession,
  place: Place,
  messages: readonly MarkedMessage[],
): Promise<readonly Outcome[]> => {
  const first = await attempt(session, place, messages, { withClass: true });
  const outcomes: Outcome[] = [];
  for (const [index, message] of messages.entries()) {
    const answer = first[index];
    outcomes.push(answer instanceof EwsError ? await settled(session, place, message, answer) : written);
  }
  return outcomes;
};

const written: Written = { losses: [] };

/** One message that was not written, or perhaps not. */
const settled = (session: EwsSession, place: Place, message: MarkedMessage, failure: EwsError): Promise<Outcome> =>
  orFailure(async () => {
    const look = (): Promise<boolean> => isThere(session, place, message.mark);
    if (!isSurelyUndone(failure) && (await turnsUp(look))) return written;
    const [second] = await attempt(session, place, [message], { withClass: true });
    if (!(second instanceof EwsError)) return written;
    if (!isSurelyUndone(second)) return (await look()) ? written : failureOf(second);
    if (isUsualClass(message.item.itemClass)) return failureOf(second);
    const [plain] = await attempt(session, place, [message], { withClass: false });
    if (plain instanceof EwsError) return (await look()) ? asPlainMail(message) : failureOf(plain);
    return asPlainMail(message);
  });

const asPlainMail = ({ item }: MarkedMessage): Written => ({
  losses: [`the server took it as an ordinary message instead of one of class ${item.itemClass}`],
});

/** One answer for each: what it failed with, or that it did not. */
const attempt = (
  session: EwsSession,
  { id }: Place,
  messages: readonly MarkedMessage[],
  { withClass }: { readonly withClass: boolean },
): Promise<readonly (readonly MadeItem[] | EwsError)[]> =>
  answersTo(messages, () =>
    session.callEach(createItem, {
      items: messages.map((message) => newMessage(message, withClass)),
      disposition: 'SaveOnly',
      saveIn: { id: folderId(id) },
    }),
  );

const isUsualClass = (itemClass: string): boolean => itemClass === 'IPM.Note';

const newMessage = (marked: MarkedMessage, withClass: boolean): NewItem => {
  const { item } = marked;
  return {
    type: 'Message',
    properties: {
      mimeContent: item.mime,
      // What is said beside the bytes counts more than they do, so nothing is said that they say.
      ...(withClass && !isUsualClass(item.itemClass) ? { itemClass: item.itemClass } : {}),
      ...stateProperties(item),
      ...(item.hiddenRecipients.length === 0 ? {} : { bccRecipients: item.hiddenRecipients }),
    },
    named: [...copyMarks(marked), ...stateAssignments(item)],
  };
};

/** Whether a copy with this mark is there. Throws EwsError: then nobody knows, and it must not be written again. */
const isThere = async (session: EwsSession, place: Place, mark: Mark): Promise<boolean> =>
  (await findCopies(session, place, [mark])).length > 0;
