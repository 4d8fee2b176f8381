import { hash } from 'node:crypto';
import type { SeedFolder, SeedItem } from '../store/model.ts';
import { bulkMail } from './bulk-mail.ts';
import { contactItem, type PostalAddress } from './contact-item.ts';
import { type Contents, mailFolder } from './folders.ts';
import type { Member } from './people.ts';
import { type MailSources, seedBody, seedImportance, seedMail } from './seed-file-mail.ts';
import { type ContactEntry, isMainFolder, type MailboxEntry, type TaskEntry } from './seed-file-schema.ts';
import { seedDay, seedMoment, type SeedClock } from './seed-moment.ts';
import { taskItem } from './task-item.ts';

/** What lies in a mailbox of a seed file, its calendar left out. */
export const seedContents = (entry: MailboxEntry, owner: Member, sources: MailSources): Omit<Contents, 'calendar'> => {
  const itemsOf = (path: string): readonly SeedItem[] => folderItems(entry, owner, path, sources);
  const ownFolders = Object.keys(entry.folders).filter((path) => !isMainFolder(path));
  const inInbox = ownFolders.filter((path) => path.startsWith('inbox/'));
  const beside = ownFolders.filter((path) => !path.startsWith('inbox/'));
  const { clock } = sources;
  return {
    inbox: itemsOf('inbox'),
    sent: itemsOf('sent'),
    drafts: itemsOf('drafts'),
    deleted: itemsOf('deleted'),
    junk: itemsOf('junk'),
    belowInbox: foldersBelow('inbox/', inInbox, itemsOf),
    topLevel: foldersBelow('', beside, itemsOf),
    contacts: entry.contacts.map((contact) => contactOf(contact, owner, clock)),
    tasks: entry.tasks.map((task) => taskOf(task, owner, clock)),
  };
};

const folderItems = (entry: MailboxEntry, owner: Member, path: string, sources: MailSources): readonly SeedItem[] => {
  const { messages = [], generate = 0 } = entry.folders[path] ?? {};
  // A folder's generated mail stays what it is when other folders come or go.
  const seed = hash('md5', path, 'buffer').readInt32LE();
  const today = new Date(sources.clock.now);
  return [...bulkMail(generate, { owner, today, seed }), ...seedMail(messages, { owner, path }, sources)];
};

/** The folders directly below a path, each with those below it; folders that are only on the way to others are empty. */
const foldersBelow = (
  above: string,
  paths: readonly string[],
  itemsOf: (path: string) => readonly SeedItem[],
): readonly SeedFolder[] => {
  const below = paths.filter((path) => path.startsWith(above)).map((path) => path.slice(above.length));
  const names = new Set(below.map((path) => path.split('/', 1)[0] ?? ''));
  return [...names].map((name) =>
    mailFolder(name, itemsOf(`${above}${name}`), foldersBelow(`${above}${name}/`, paths, itemsOf)),
  );
};

const agoOf = (clock: SeedClock, days: number): string => new Date(clock.now - days * 86_400_000).toISOString();

const contactOf = (contact: ContactEntry, owner: Member, clock: SeedClock): SeedItem => {
  const { phones = {}, addresses, ...card } = contact;
  const { business, mobile, home } = phones;
  return contactItem(
    {
      ...card,
      phones: {
        ...(business === undefined ? {} : { BusinessPhone: business }),
        ...(mobile === undefined ? {} : { MobilePhone: mobile }),
        ...(home === undefined ? {} : { HomePhone: home }),
      },
      addresses:
        addresses?.map(({ kind, ...address }): PostalAddress => ({ key: addressKeys[kind], ...address })) ?? [],
    },
    owner,
    agoOf(clock, 30),
  );
};

const addressKeys = { business: 'Business', home: 'Home', other: 'Other' } as const;

const taskOf = (task: TaskEntry, owner: Member, clock: SeedClock): SeedItem => {
  const { subject, start, due, status, percentComplete, importance = 'normal', categories = [], text } = task;
  const day = (moment: string): string => seedDay(seedMoment(moment, clock) ?? clock.now, clock);
  return taskItem(
    {
      subject,
      body: seedBody(text === undefined ? {} : { text }),
      createdAt: agoOf(clock, 7),
      status: statuses[status],
      percentComplete: percentComplete ?? (status === 'completed' ? 100 : 0),
      importance: seedImportance[importance],
      categories,
      ...(start === undefined ? {} : { startDate: day(start) }),
      ...(due === undefined ? {} : { dueDate: day(due) }),
      ...(status === 'completed' ? { completedAt: agoOf(clock, 1) } : {}),
    },
    owner,
  );
};

const statuses = {
  notStarted: 'NotStarted',
  inProgress: 'InProgress',
  completed: 'Completed',
  waiting: 'WaitingOnOthers',
  deferred: 'Deferred',
} as const;
