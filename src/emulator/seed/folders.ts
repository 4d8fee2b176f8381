import type { SeedFolder, SeedItem } from '../store/model.ts';
import { node } from '../xml/xml.ts';

/** What lies in one mailbox, by the folder it lies in. What is absent is empty. */
export interface Contents {
  readonly inbox?: readonly SeedItem[];
  readonly drafts?: readonly SeedItem[];
  readonly sent?: readonly SeedItem[];
  readonly deleted?: readonly SeedItem[];
  readonly junk?: readonly SeedItem[];
  readonly calendar?: readonly SeedItem[];
  readonly contacts?: readonly SeedItem[];
  readonly tasks?: readonly SeedItem[];
  readonly notes?: readonly SeedItem[];
  readonly journal?: readonly SeedItem[];
  readonly recoverable?: readonly SeedItem[];
  /** Folders of the owner's own making, below the inbox, the calendar, the contacts, the search folders, and beside them all. */
  readonly belowInbox?: readonly SeedFolder[];
  readonly belowCalendar?: readonly SeedFolder[];
  readonly belowContacts?: readonly SeedFolder[];
  readonly searches?: readonly SeedFolder[];
  readonly topLevel?: readonly SeedFolder[];
  /** Who else may read a well-known folder: addresses by its distinguished id. */
  readonly sharedWith?: Readonly<Record<string, readonly string[]>>;
}

/** The folders that every mailbox has, with contents. The root is what its distinguished id says. */
export const mailboxRoot = (contents: Contents): SeedFolder => {
  const wellKnown = wellKnownIn(contents);
  return wellKnown(
    'root',
    '',
    'IPF',
    [],
    [
      wellKnown(
        'msgfolderroot',
        'Top of Information Store',
        'IPF.Note',
        [],
        [
          wellKnown('inbox', 'Inbox', 'IPF.Note', contents.inbox, contents.belowInbox),
          wellKnown('drafts', 'Drafts', 'IPF.Note', contents.drafts),
          wellKnown('sentitems', 'Sent Items', 'IPF.Note', contents.sent),
          wellKnown('deleteditems', 'Deleted Items', 'IPF.Note', contents.deleted),
          wellKnown('junkemail', 'Junk E-mail', 'IPF.Note', contents.junk),
          wellKnown('outbox', 'Outbox', 'IPF.Note'),
          wellKnown('calendar', 'Calendar', 'IPF.Appointment', contents.calendar, contents.belowCalendar),
          wellKnown('contacts', 'Contacts', 'IPF.Contact', contents.contacts, contents.belowContacts),
          wellKnown('tasks', 'Tasks', 'IPF.Task', contents.tasks),
          wellKnown('notes', 'Notes', 'IPF.StickyNote', contents.notes),
          wellKnown('journal', 'Journal', 'IPF.Journal', contents.journal),
          ...(contents.topLevel ?? []),
        ],
      ),
      wellKnown('searchfolders', 'Finder', 'IPF.Note', [], contents.searches),
      wellKnown(
        'recoverableitemsroot',
        'Recoverable Items',
        'IPF.Note',
        [],
        [
          wellKnown('recoverableitemsdeletions', 'Deletions', 'IPF.Note', contents.recoverable),
          wellKnown('recoverableitemsversions', 'Versions', 'IPF.Note'),
          wellKnown('recoverableitemspurges', 'Purges', 'IPF.Note'),
        ],
      ),
    ],
  );
};

/** A folder of the owner's own making that holds mail. */
export const mailFolder = (
  name: string,
  items: readonly SeedItem[] = [],
  children: readonly SeedFolder[] = [],
): SeedFolder => ({ name, folderClass: 'IPF.Note', items, children });

/** Unread mail of the inbox and the folders below it, as Outlook sets it up. */
export const unreadSearch: SeedFolder = {
  name: 'Unread Mail',
  folderClass: 'IPF.Note',
  items: [],
  children: [],
  searchParameters: node('t:SearchParameters', { Traversal: 'Deep' }, [
    node('t:Restriction', [
      node('t:IsEqualTo', [
        node('t:FieldURI', { FieldURI: 'message:IsRead' }),
        node('t:FieldURIOrConstant', [node('t:Constant', { Value: 'false' })]),
      ]),
    ]),
    node('t:BaseFolderIds', [node('t:DistinguishedFolderId', { Id: 'inbox' })]),
  ]),
};

const wellKnownIn =
  ({ sharedWith }: Contents) =>
  (
    distinguishedId: string,
    name: string,
    folderClass: string,
    items: readonly SeedItem[] = [],
    children: readonly SeedFolder[] = [],
  ): SeedFolder => ({
    name,
    folderClass,
    distinguishedId,
    items,
    children,
    sharedWith: sharedWith?.[distinguishedId] ?? [],
  });
