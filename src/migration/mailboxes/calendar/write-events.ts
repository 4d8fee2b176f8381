import { EwsError } from '../../../ews/errors.ts';
import type { EwsSession } from '../../../ews/operation.ts';
import { createItem, type NewItem } from '../../../ews/operations/create-item.ts';
import { deleteItem } from '../../../ews/operations/delete-item.ts';
import { getItem } from '../../../ews/operations/get-item.ts';
import { updateItem } from '../../../ews/operations/update-item.ts';
import { calendarItemProperties } from '../../../ews/properties/calendar-item.ts';
import type { FolderTarget, ItemId } from '../../../ews/properties/id.ts';
import type { Assignment } from '../../../ews/properties/written-rows.ts';
import { finishedMark, unfinishedMark } from '../copy-marks.ts';
import type { PortableEvent } from '../../portable/portable-event.ts';
import { writeAttachments } from '../write-attachments.ts';
import { meetingFlags } from './event-flags.ts';
import { newEventProperties } from './event-properties.ts';
import { withNotedPeople } from './noted-people.ts';
import { organizerMime } from './organizer-mime.ts';
import { writeOccurrences } from './write-occurrences.ts';

/** An event to be written, and what tells its copy from others. */
export interface EventToWrite {
  readonly event: PortableEvent;
  /** Marks that the copy carries from the moment in which it is made. */
  readonly marks: readonly Assignment[];
}

/** Writes events into one mailbox. */
export interface EventWriter {
  /**
   * Makes copies, series with all that was changed in them; nobody is told of anything. One answer for each, in their order: what could not be kept as it was,
   * in plain words, or why there is no whole copy. A copy that needs more than one request carries the unfinished mark until the last one. Throws EwsError for
   * what fails as a whole: some may have been made by then, or begun.
   */
  write(folder: FolderTarget, events: readonly EventToWrite[]): Promise<readonly (readonly string[] | EwsError)[]>;
}

/** Events that one CreateItem makes. */
const eventsAtOnce = 20;

/** Remembers, as long as it lives, whether the server lets a copy keep the organiser that it had. */
export const createEventWriter = (session: EwsSession): EventWriter => {
  let keepsOrganizers = true;

  const make = async (folder: FolderTarget, item: NewItem): Promise<ItemId> => {
    const [made] = await session.call(createItem, creation(folder, [item]));
    if (made === undefined) throw new EwsError('decode', 'CreateItem made an event and did not tell its id');
    return made.id;
  };

  const remove = (id: ItemId): Promise<void> =>
    session.call(deleteItem, { ids: [{ id }], deleteType: 'HardDelete', cancellations: 'SendToNone' });

  /** Makes a meeting of somebody else's; undefined when the server would make it the owner's. */
  const makeReceived = async (folder: FolderTarget, event: PortableEvent, marks: readonly Assignment[]) => {
    if (!keepsOrganizers || event.organizer?.address === undefined) return undefined;
    const item = newEvent(event, [...marks, unfinishedMark]);
    try {
      const properties = { ...item.properties, mimeContent: organizerMime(event) };
      const id = await make(folder, { ...item, properties });
      if (isKept(event, await written(session, id), session.mailbox)) return id;
      await remove(id);
    } catch (error) {
      if (!(error instanceof EwsError) || error.kind !== 'response') throw error;
    }
    keepsOrganizers = false;
    return undefined;
  };

  const writeWhole = async (folder: FolderTarget, { event, marks }: EventToWrite): Promise<readonly string[]> => {
    const losses: string[] = [...lossesOf(event)];
    let copied = event;
    let id = isReceived(event) ? await makeReceived(folder, event, marks) : undefined;
    if (id === undefined) {
      if (isReceived(event)) {
        copied = withNotedPeople(event);
        losses.push('the organizer and the attendees stand at the end of the notes');
      }
      id = await make(folder, newEvent(copied, [...marks, unfinishedMark]));
    }
    losses.push(...(await writeAttachments(session, id, copied.attachments)));
    if (copied.exceptions.length + copied.deletedOccurrences.length > 0) {
      const { uid } = await written(session, id);
      losses.push(...(await writeOccurrences(session, folder, uid ?? '', copied)));
    }
    await session.call(updateItem, {
      changes: [{ id, type: 'CalendarItem', changes: {}, named: [finishedMark] }],
      conflictResolution: 'AlwaysOverwrite',
      disposition: 'SaveOnly',
      invitations: 'SendToNone',
    });
    return losses;
  };

  const writeSingle = async (folder: FolderTarget, wanted: EventToWrite): Promise<readonly string[] | EwsError> => {
    try {
      return await writeWhole(folder, wanted);
    } catch (error) {
      if (error instanceof EwsError && (error.kind === 'response' || error.kind === 'decode')) return error;
      throw error;
    }
  };

  return {
    write: async (folder, events) => {
      const answers = new Map<EventToWrite, readonly string[] | EwsError>();
      const simple = events.filter(({ event }) => isSimple(event));
      for (let from = 0; from < simple.length; from += eventsAtOnce) {
        const some = simple.slice(from, from + eventsAtOnce);
        const items = some.map(({ event, marks }) => newEvent(event, marks));
        const made = await session.callEach(createItem, creation(folder, items));
        for (const [position, wanted] of some.entries()) {
          const answer = made[position];
          answers.set(wanted, answer instanceof EwsError ? answer : lossesOf(wanted.event));
        }
      }
      for (const wanted of events) if (!answers.has(wanted)) answers.set(wanted, await writeSingle(folder, wanted));
      return events.map((wanted) => answers.get(wanted) ?? []);
    },
  };
};

const creation = (folder: FolderTarget, items: readonly NewItem[]) => ({
  items,
  disposition: 'SaveOnly' as const,
  invitations: 'SendToNone' as const,
  saveIn: folder,
});

const newEvent = (event: PortableEvent, marks: readonly Assignment[]) => ({
  type: 'CalendarItem' as const,
  properties: newEventProperties(event),
  named: [...marks, ...meetingFlags(event)],
});

/** Whether one request makes the whole of it. */
const isSimple = (event: PortableEvent): boolean =>
  event.attachments.length + event.exceptions.length + event.deletedOccurrences.length === 0 && !isReceived(event);

/** Whether somebody else organises it. */
const isReceived = ({ isOrganizer }: PortableEvent): boolean => !isOrganizer;

/** Whether the copy has the organiser of the original, perhaps under another of their addresses, or the owner has become it. */
const isKept = (event: PortableEvent, copy: Awaited<ReturnType<typeof written>>, owner: string): boolean => {
  const { organizer, appointmentState } = copy;
  if (appointmentState !== undefined && (appointmentState & receivedBit) === 0) return false;
  const address = organizer?.address?.toLowerCase();
  return address === event.organizer?.address?.toLowerCase() || (address !== undefined && address !== owner);
};

/** Bit of `appointmentState`: it was received from somebody else. */
const receivedBit = 2;

const written = async (session: EwsSession, id: ItemId) => {
  const wanted = [
    calendarItemProperties.uid,
    calendarItemProperties.organizer,
    calendarItemProperties.appointmentState,
  ];
  const item = await session.call(getItem, { ids: [{ id }], wanted });
  if (item.type !== 'CalendarItem') throw new EwsError('decode', 'CreateItem made something else than an event');
  return item.properties;
};

/** What no server can be told. */
const lossesOf = (event: PortableEvent): readonly string[] => {
  const people = [event, ...event.exceptions].flatMap((one) => [
    ...one.requiredAttendees,
    ...one.optionalAttendees,
    ...one.resources,
  ]);
  return [
    ...(people.some(({ mailbox }) => mailbox.address === undefined)
      ? ['an attendee without an address was left out']
      : []),
    ...(event.recurrenceId === undefined ? [] : ['the invitation to one occurrence became an event of its own']),
  ];
};
