import { EwsError } from '../ews/errors.ts';

const goneCodes: ReadonlySet<string | undefined> = new Set([
  'ErrorItemNotFound',
  'ErrorFolderNotFound',
  'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
]);

/** Whether a failure says that an item, a folder or an occurrence of a series does not exist any more. */
export const isGone = (error: unknown): boolean => error instanceof EwsError && goneCodes.has(error.responseCode);

/** The same of something that another item points at, which may also stand in a calendar that the gateway's role may not read. */
export const isGoneOrClosed = (error: unknown): boolean =>
  isGone(error) || (error instanceof EwsError && error.responseCode === 'ErrorAccessDenied');
