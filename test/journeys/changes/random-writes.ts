import { alice, deliver } from '../bulk-mail.ts';
import { askServer } from '../ask-server.ts';
import { ewsIdIn } from '../journey-of-test.ts';
import type { Journey } from '../start.ts';
import type { Mirror } from './mirrored-mailbox.ts';

/** One thing that somebody does to alice's mailbox, with what is in it. */
type Write = (journey: Journey, mirror: Mirror, random: () => number) => Promise<unknown>;

const oneOf = <Thing>(things: readonly Thing[], random: () => number): Thing | undefined =>
  things[Math.floor(random() * things.length)];

const anyId = (things: ReadonlyMap<string, unknown>, random: () => number): string =>
  oneOf([...things.keys()], random) ?? 'none';

/** Runs a mutation that gives its failures as data: what the server refuses has not been done. */
const mutate = async (
  { query }: Journey,
  name: string,
  type: string,
  input: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const { errors } = await query(`mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`, {
    input: { mailbox: alice, ...input },
  });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
};

const deleteItems = async ({ query }: Journey, id: string, mode: string): Promise<void> => {
  const { errors } = await query(
    'mutation ($alice: EmailAddress!, $ids: [ID!]!, $mode: DeleteMode!) { deleteItems(mailbox: $alice, ids: $ids, mode: $mode) { userErrors { code } } }',
    { alice, ids: [id], mode },
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
};

const mode = (random: () => number): string => (random() < 0.6 ? 'MOVE_TO_DELETED_ITEMS' : 'HARD_DELETE');

/** Folders that this walk has made: those of the mailbox itself stay. */
const made = ({ folders }: Mirror, random: () => number): { readonly id: string } | undefined => {
  const folder = oneOf(
    [...folders.values()].filter(({ name }) => name.startsWith('Made')),
    random,
  );
  return folder && { id: folder.id };
};

/** NOT_FOUND, which hurts nobody. */
const nowhere = { path: '/Nowhere' };

const targets = [{ role: 'INBOX' }, { role: 'JUNK_EMAIL' }, { role: 'SENT_ITEMS' }, { role: 'DELETED_ITEMS' }] as const;
const anyPlace = (mirror: Mirror, random: () => number): object =>
  (random() < 0.5 ? made(mirror, random) : undefined) ?? oneOf(targets, random) ?? targets[0];

let number = 0;
const next = (): number => (number += 1);

const timing = {
  timed: { start: '2026-03-19T10:00:00Z', end: '2026-03-19T11:00:00Z', timeZone: 'Europe/Paris' },
};

/** What people and programs do to a mailbox, through the gateway and past it. */
export const randomWrites: Readonly<Record<string, Write>> = {
  arrival: async (journey) => void deliver(journey, `Mail ${next()}`),
  marks: (journey, { messages }, random) =>
    mutate(journey, 'updateMessages', 'UpdateMessagesInput', {
      ids: [...new Set([anyId(messages, random), anyId(messages, random)])],
      patch: random() < 0.5 ? { isRead: random() < 0.5 } : { setCategories: [`Red ${next()}`] },
    }),
  'marks of another program': async ({ emulator }, { messages }, random) =>
    emulator.setRead(alice, ewsIdIn(anyId(messages, random)), random() < 0.5),
  'moved here': (journey, mirror, random) =>
    mutate(journey, 'moveMessages', 'MoveMessagesInput', {
      ids: [anyId(mirror.messages, random)],
      to: anyPlace(mirror, random),
    }),
  'moved by another program': (journey, { messages }, random) =>
    askServer(
      journey,
      'alice',
      `<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id="${oneOf(['inbox', 'junkemail'], random)}"/></m:ToFolderId><m:ItemIds><t:ItemId Id="${ewsIdIn(anyId(messages, random))}"/></m:ItemIds></m:MoveItem>`,
    ),
  'deleted messages': (journey, { messages }, random) =>
    mutate(journey, 'deleteMessages', 'DeleteMessagesInput', { ids: [anyId(messages, random)], mode: mode(random) }),
  'gone by another program': async ({ emulator }, { messages }, random) =>
    emulator.remove(alice, ewsIdIn(anyId(messages, random))),
  draft: (journey) => mutate(journey, 'createDraft', 'CreateDraftInput', { message: { subject: `Draft ${next()}` } }),
  'new folder': (journey, mirror, random) =>
    mutate(journey, 'createFolder', 'CreateFolderInput', { name: `Made ${next()}`, parent: anyPlace(mirror, random) }),
  'changed folder': async (journey, mirror, random) => {
    const change = random() < 0.5 ? { name: `Made ${next()}` } : { moveTo: anyPlace(mirror, random) };
    const folder = made(mirror, random);
    if (folder === undefined) return;
    await journey.query(
      'mutation ($input: UpdateFolderInput!) { updateFolder(input: $input) { userErrors { code } } }',
      { input: { ...folder, ...change } },
    );
  },
  'deleted folder': (journey, mirror, random) =>
    mutate(journey, 'deleteFolder', 'DeleteFolderInput', {
      folder: made(mirror, random) ?? nowhere,
      mode: mode(random),
    }),
  'emptied folder': (journey, mirror, random) =>
    mutate(journey, 'emptyFolder', 'DeleteFolderInput', {
      folder: made(mirror, random) ?? nowhere,
      mode: 'MOVE_TO_DELETED_ITEMS',
      includeSubfolders: true,
    }),
  contact: (journey, { contacts }, random) =>
    mutate(journey, 'saveContact', 'SaveContactInput', {
      ...(random() < 0.5 ? { givenName: `Ada ${next()}` } : { id: anyId(contacts, random) }),
      jobTitle: `Agent ${next()}`,
    }),
  'deleted contact': (journey, { contacts }, random) => deleteItems(journey, anyId(contacts, random), mode(random)),
  task: (journey, { tasks }, random) =>
    mutate(journey, 'saveTask', 'SaveTaskInput', {
      ...(random() < 0.5 ? { subject: `Task ${next()}` } : { id: anyId(tasks, random) }),
      percentComplete: Math.floor(random() * 100),
    }),
  'deleted task': (journey, { tasks }, random) => deleteItems(journey, anyId(tasks, random), mode(random)),
  event: (journey) =>
    mutate(journey, 'createEvent', 'CreateEventInput', {
      event: { subject: `Event ${next()}`, timing },
      notify: 'NONE',
    }),
  'changed event': async ({ query }, { events }, random) =>
    query('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { userErrors { code } } }', {
      input: { id: anyId(events, random), patch: { location: `Room ${next()}` }, notify: 'NONE' },
    }),
  'deleted event': (journey, { events }, random) => deleteItems(journey, anyId(events, random), mode(random)),
};
