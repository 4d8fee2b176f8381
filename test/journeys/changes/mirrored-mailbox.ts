import type { Journey } from '../start.ts';
import { changesSince, type ToldBatch, type ToldChange } from './follow-changes.ts';

interface Item {
  readonly id: string;
}
interface Message extends Item {
  readonly subject: string | null;
  readonly isRead: boolean;
  readonly categories: readonly string[];
  readonly folder: Item;
}
interface Folder extends Item {
  readonly name: string;
  readonly parent: Item | null;
  readonly totalCount: number;
  readonly unreadCount: number;
}

/** What a client shows of a mailbox, by id. */
export interface Mirror {
  readonly folders: ReadonlyMap<string, Folder>;
  readonly messages: ReadonlyMap<string, Message>;
  readonly events: ReadonlyMap<string, Item>;
  readonly contacts: ReadonlyMap<string, Item>;
  readonly tasks: ReadonlyMap<string, Item>;
}

const shown = {
  folder: 'id name parent { id } totalCount unreadCount',
  message: 'id subject isRead categories folder { id }',
  event: 'id subject location',
  contact: 'id displayName jobTitle',
  task: 'id subject percentComplete',
};

const byId = <Thing extends Item>(things: readonly Thing[]): ReadonlyMap<string, Thing> =>
  new Map(things.map((thing) => [thing.id, thing]));

/** Reads the mailbox afresh, up to a thousand things of each kind. */
export const readMirror = async ({ query }: Pick<Journey, 'query'>, address: string): Promise<Mirror> => {
  interface Nodes<Thing> {
    readonly nodes: readonly Thing[];
  }
  const { data, errors } = await query<{
    readonly mailbox: {
      readonly folders: readonly (Folder & { readonly messages: Nodes<Message> })[];
      readonly calendars: readonly { readonly events: Nodes<Item> }[];
      readonly contacts: Nodes<Item>;
      readonly tasks: Nodes<Item>;
    };
  }>(
    `query ($address: EmailAddress!) { mailbox(address: $address) {
      folders(kinds: null) { ${shown.folder} messages(first: 1000) { nodes { ${shown.message} } } }
      calendars { events(window: { start: "2022-01-01T00:00:00Z", end: "2031-01-01T00:00:00Z" }, expand: false, first: 1000) { nodes { ${shown.event} } } }
      contacts(first: 1000) { nodes { ${shown.contact} } }
      tasks(first: 1000) { nodes { ${shown.task} } } } }`,
    { address },
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  const { folders, calendars, contacts, tasks } = data.mailbox;
  return {
    folders: byId(folders.map(({ messages: _messages, ...folder }) => folder)),
    messages: byId(folders.flatMap(({ messages }) => messages.nodes)),
    events: byId(calendars.flatMap(({ events }) => events.nodes)),
    contacts: byId(contacts.nodes),
    tasks: byId(tasks.nodes),
  };
};

const row = `__typename
  ... on MessageChanged { previousId message { ${shown.message} } }
  ... on MessageReadStateChanged { id isRead }
  ... on ItemRemoved { id folder { id } }
  ... on FolderChanged { folder { ${shown.folder} } }
  ... on FolderRemoved { id }
  ... on CalendarEventChanged { previousId event { ${shown.event} } }
  ... on ContactChanged { previousId contact { ${shown.contact} } }
  ... on TaskChanged { previousId task { ${shown.task} } }`;

type Kept = { readonly [Kind in keyof Mirror]: Map<string, unknown> };

/** Puts a changed item in the place of the one that it was. */
const keep = (things: Map<string, unknown>, previousId: unknown, now: unknown): void => {
  if (typeof previousId === 'string') things.delete(previousId);
  if (now !== null) things.set((now as Item).id, now);
};

const apply = ({ folders, messages, events, contacts, tasks }: Kept, change: ToldChange): void => {
  const { id = '', previousId } = change;
  switch (change.__typename) {
    case 'MessageChanged':
      return keep(messages, previousId, change['message']);
    case 'CalendarEventChanged':
      return keep(events, previousId, change['event']);
    case 'ContactChanged':
      return keep(contacts, previousId, change['contact']);
    case 'TaskChanged':
      return keep(tasks, previousId, change['task']);
    case 'FolderChanged':
      return keep(folders, undefined, change['folder']);
    case 'MessageReadStateChanged': {
      const message = messages.get(id);
      if (message !== undefined) messages.set(id, { ...message, isRead: change['isRead'] });
      return undefined;
    }
    case 'ItemRemoved': {
      const left = (change['folder'] as Item | null)?.id;
      const message = messages.get(id) as Message | undefined;
      if (left === undefined || message?.folder.id === left) messages.delete(id);
      for (const things of [events, contacts, tasks]) things.delete(id);
      return undefined;
    }
    case 'FolderRemoved':
      folders.delete(id);
      for (const [key, message] of messages) if ((message as Message).folder.id === id) messages.delete(key);
      return undefined;
    default:
      throw new Error(`${change.__typename} has no place in a mirror`);
  }
};

/** A client that keeps what it has read true by `changes`. */
export interface Follower {
  readonly mirror: Mirror;
  readonly token: string;
}

/** The client that it is after one call of `changes`, and what it was told. */
export const followed = async (
  journey: Pick<Journey, 'query'>,
  address: string,
  { mirror, token }: Follower,
  first: number,
): Promise<Follower & { readonly told: ToldBatch }> => {
  const told = await changesSince(journey, address, token, { first, row });
  const { folders, messages, events, contacts, tasks } = mirror;
  const kept: Kept = {
    folders: new Map(folders),
    messages: new Map(messages),
    events: new Map(events),
    contacts: new Map(contacts),
    tasks: new Map(tasks),
  };
  for (const change of told.changes) apply(kept, change);
  return { mirror: kept as Mirror, token: told.token, told };
};

/** What stands in one of them and not, or not like that, in the other: a line each. */
export const differences = (shownThere: Mirror, afresh: Mirror): readonly string[] =>
  (Object.keys(afresh) as (keyof Mirror)[]).flatMap((kind) => {
    const [one, other] = [shownThere[kind], afresh[kind]] as [Mirror['events'], Mirror['events']];
    return [...new Set([...one.keys(), ...other.keys()])].flatMap((id) => {
      const [here, there] = [one.get(id), other.get(id)].map((thing) => JSON.stringify(thing));
      return here === there ? [] : [`${kind}: ${here ?? 'nothing'} instead of ${there ?? 'nothing'}`];
    });
  });
