import { EwsError } from '../../../ews/errors.ts';
import type { EwsSession } from '../../../ews/operation.ts';
import { deleteItem } from '../../../ews/operations/delete-item.ts';
import { updateItem, type ItemUpdate } from '../../../ews/operations/update-item.ts';
import type { FolderTarget } from '../../../ews/properties/id.ts';
import type { Attendee } from '../../../ews/properties/recipient.ts';
import type { PortableAttachment } from '../../portable/portable-content.ts';
import type { EventContent, PortableEvent, PortableException } from '../../portable/portable-event.ts';
import { writeAttachments } from '../write-attachments.ts';
import { occurrenceFlags } from './event-flags.ts';
import { exceptionChanges } from './event-properties.ts';
import { findOccurrences, type RegularOccurrence } from './find-occurrences.ts';

/**
 * Takes out of a series that has just been made what was deleted, and makes exceptions of what was changed. Nobody is told. Answers what could not be kept
 * as it was. Throws EwsError.
 */
export const writeOccurrences = async (
  session: EwsSession,
  folder: FolderTarget,
  uid: string,
  series: PortableEvent,
): Promise<readonly string[]> => {
  const { exceptions, deletedOccurrences } = series;
  const starts = [...deletedOccurrences, ...exceptions.map(({ originalStart }) => originalStart)];
  if (starts.length === 0) return [];
  const regular = await findOccurrences(session, folder, uid, starts);
  await deleteOccurrences(
    session,
    deletedOccurrences.flatMap((start) => regular.get(start) ?? []),
  );
  const changed = exceptions.flatMap((exception): readonly Changed[] => {
    const occurrence = regular.get(exception.originalStart);
    return occurrence === undefined ? [] : [{ exception, occurrence }];
  });
  const losses = [
    ...lost(starts.length - regular.size, 'not to be found in the copied series'),
    ...(await changeOccurrences(session, series, changed)),
  ];
  for (const { exception, occurrence } of changed) {
    const own = missingAttachments(exception.attachments, series.attachments);
    losses.push(...(await writeAttachments(session, occurrence.id, own)));
    const { length } = missingAttachments(series.attachments, exception.attachments);
    if (length > 0) losses.push('a changed occurrence shows an attachment of its series that it did not have');
  }
  return losses;
};

interface Changed {
  readonly exception: PortableException;
  readonly occurrence: RegularOccurrence;
}

const lost = (count: number, what: string): readonly string[] =>
  count === 0 ? [] : [`${count} deleted or changed occurrence${count === 1 ? ' was' : 's were'} ${what}`];

const occurrencesAtOnce = 20;

const deleteOccurrences = async (session: EwsSession, occurrences: readonly RegularOccurrence[]): Promise<void> => {
  for (const some of inBatches(occurrences)) {
    const answers = await session.callEach(deleteItem, {
      ids: some.map(({ id }) => ({ id })),
      deleteType: 'HardDelete',
      cancellations: 'SendToNone',
    });
    for (const answer of answers) if (answer instanceof EwsError && !isGone(answer)) throw answer;
  }
};

const isGone = ({ responseCode }: EwsError): boolean =>
  responseCode === 'ErrorItemNotFound' || responseCode === 'ErrorCalendarOccurrenceIsDeletedFromRecurrence';

/**
 * An occurrence may not overtake its neighbours, but where these have been moved as well it may stand where they were: whatever is refused is tried again
 * once others have gone, and in the end without its times.
 */
const changeOccurrences = async (
  session: EwsSession,
  series: PortableEvent,
  changed: readonly Changed[],
): Promise<readonly string[]> => {
  const unanswered = changed.filter(({ exception }) => hasOtherAnswers(exception, series));
  for (const some of inBatches(unanswered)) {
    await update(
      session,
      some.map(({ exception, occurrence }) => ({
        id: occurrence.id,
        type: 'CalendarItem',
        changes: withoutPeople(exception, series),
      })),
    );
  }
  const change = ({ exception, occurrence }: Changed): ItemUpdate => ({
    id: occurrence.id,
    type: 'CalendarItem',
    changes: exceptionChanges(exception, series, occurrence),
    named: occurrenceFlags(exception, series),
  });
  let pending = changed;
  for (;;) {
    const refused: Changed[] = [];
    for (const some of inBatches(pending)) {
      const answers = await update(session, some.map(change));
      refused.push(...some.filter((_, position) => answers[position] === 'refused'));
    }
    if (refused.length === 0) return [];
    if (refused.length < pending.length) {
      pending = refused;
      continue;
    }
    for (const some of inBatches(refused)) {
      await update(
        session,
        some.map(({ exception, occurrence }) =>
          change({ exception: { ...exception, start: occurrence.start, end: occurrence.end }, occurrence }),
        ),
      );
    }
    return lost(refused.length, 'left at the time that its series has');
  }
};

/** Changes occurrences without telling anybody; `refused` for a time at which this one may not be yet. Throws EwsError for anything else. */
const update = async (
  session: EwsSession,
  changes: readonly ItemUpdate[],
): Promise<readonly ('done' | 'refused')[]> => {
  const answers = await session.callEach(updateItem, {
    changes,
    conflictResolution: 'AlwaysOverwrite',
    disposition: 'SaveOnly',
    invitations: 'SendToNone',
  });
  return answers.map((answer) => {
    if (!(answer instanceof EwsError)) return 'done';
    if (refusals.has(answer.responseCode ?? '')) return 'refused';
    throw answer;
  });
};

const refusals: ReadonlySet<string> = new Set(['ErrorOccurrenceCrossingBoundary', 'ErrorOccurrenceTimeSpanTooBig']);

/** Servers keep what an attendee has answered to the series, so it is taken off the list before it comes to stand there with another answer. */
const hasOtherAnswers = (exception: EventContent, series: EventContent): boolean => {
  const answers = new Map(people(series).map(({ mailbox, response }) => [mailbox.address, response]));
  return people(exception).some(
    ({ mailbox, response }) => answers.has(mailbox.address) && answers.get(mailbox.address) !== response,
  );
};

/** Empties the lists that `exceptionChanges` writes again. */
const withoutPeople = (exception: EventContent, series: PortableEvent) => {
  const changes = exceptionChanges(exception, series, exception);
  return {
    ...('requiredAttendees' in changes ? { requiredAttendees: [] } : {}),
    ...('optionalAttendees' in changes ? { optionalAttendees: [] } : {}),
    ...('resources' in changes ? { resources: [] } : {}),
  };
};

const people = (event: EventContent): readonly Attendee[] => [
  ...event.requiredAttendees,
  ...event.optionalAttendees,
  ...event.resources,
];

const missingAttachments = (
  wanted: readonly PortableAttachment[],
  there: readonly PortableAttachment[],
): readonly PortableAttachment[] =>
  wanted.filter(({ name, sha256 }) => !there.some((other) => other.name === name && other.sha256 === sha256));

const inBatches = <Value>(values: readonly Value[]): readonly (readonly Value[])[] =>
  Array.from({ length: Math.ceil(values.length / occurrencesAtOnce) }, (_, batch) =>
    values.slice(batch * occurrencesAtOnce, (batch + 1) * occurrencesAtOnce),
  );
