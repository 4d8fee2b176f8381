import type { SeedConfiguration } from '../store/model.ts';
import { derivedGuid } from '../store/entry-id.ts';

/** Categories of the demo with their colours; the numbers are those of MS-OXOCFG 2.2.5.2.2, -1 is none. */
const categories: readonly (readonly [name: string, color: number])[] = [
  ['Clients', 7],
  ['Finance', 4],
  ['Legal', 8],
  ['Projects', 0],
  ['Travel', 3],
  ['Someday', -1],
];

/** What Outlook and the web client have kept in the mailbox of somebody: the list of categories, and how times and dates look; `timezone` is a Windows id. */
export const clientSettings = (timezone = 'W. Europe Standard Time'): readonly SeedConfiguration[] => [
  {
    name: 'CategoryList',
    folder: 'calendar',
    xml: `<?xml version="1.0"?><categories default="Projects" lastSavedSession="5" lastSavedTime="2025-01-15T09:30:00.000" xmlns="CategoryList.xsd">${categories
      .map(
        ([name, color]) =>
          `<category name="${name}" color="${color}" keyboardShortcut="0" usageCount="7" lastTimeUsedNotes="1601-01-01T00:00:00.000" lastTimeUsedJournal="1601-01-01T00:00:00.000" lastTimeUsedContacts="1601-01-01T00:00:00.000" lastTimeUsedTasks="1601-01-01T00:00:00.000" lastTimeUsedCalendar="2025-01-15T09:30:00.000" lastTimeUsedMail="2025-01-15T09:30:00.000" lastTimeUsed="2025-01-15T09:30:00.000" lastSessionUsed="5" guid="{${derivedGuid(name).toUpperCase()}}" renameOnFirstUse="0"/>`,
      )
      .join('')}</categories>`,
  },
  {
    name: 'OWA.UserOptions',
    folder: 'root',
    dictionary: {
      timezone,
      timeformat: 'HH:mm',
      dateformat: 'dd.MM.yyyy',
      weekstartday: 1,
      hoverpreview: true,
    },
  },
];
