import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { SeedItem } from '../../src/emulator/store/model.ts';
import { mailItem } from '../../src/emulator/seed/mail.ts';
import { bob, type Member } from '../../src/emulator/seed/people.ts';
import { plainText } from '../../src/emulator/seed/prose.ts';
import { createRandom, type Random } from '../../src/emulator/random.ts';
import type { MailProgram, NamedType, Place } from './mail-program.ts';

/** What is to happen in a mailbox. */
export interface ChangePlan {
  readonly count: number;
  /** Equal seeds do the same to equal mailboxes. */
  readonly seed: number;
  /** How many at a time, at most, and the pause after them. */
  readonly burst: number;
  readonly pauseMs: number;
}

/** Those who change it: the server itself, as mail arrives and other programs of its owner do, and one program of his. */
export interface ChangeHands {
  readonly server: Pick<Emulator, 'deliver' | 'setRead' | 'remove'>;
  readonly program: MailProgram;
  readonly owner: Member;
}

/** Changes under way. */
export interface Changing {
  /** How many have been made. */
  made(): number;
  /** Rejects when the server refuses one. */
  readonly done: Promise<void>;
}

/** Something in the mailbox, as whoever changes it knows it. */
interface Held {
  id: string;
  readonly type: NamedType;
  readonly name: string;
  /** How often its name was changed. */
  edits: number;
  isRead: boolean;
  /** Of the owner's own folders; undefined: in one that every mailbox has. */
  folderId: string | undefined;
}

interface OwnFolder {
  readonly id: string;
  readonly parentId: string | undefined;
}

/** Items beyond which more go than come. */
const fullAt = 400;

const mailFolders = ['inbox', 'drafts', 'sentitems', 'deleteditems', 'junkemail'] as const;

/** The day around which events lie. */
export const dayOfEvents = '2026-12-01T00:00:00.000Z';

/** Changes a mailbox so many times, one change after the other. Every subject begins with the owner's first name and is there once. */
export const changeMailbox = ({ server, program, owner }: ChangeHands, plan: ChangePlan): Changing => {
  const random = createRandom(plan.seed);
  const firstName = owner.name.split(' ')[0] ?? owner.name;
  const held: Held[] = [];
  const folders: OwnFolder[] = [];
  let made = 0;
  let names = 0;

  const newName = (): string => {
    names += 1;
    return `${firstName} ${plan.seed}-${names}`;
  };
  const hold = (type: NamedType, id: string, name: string): void =>
    void held.push({ id, type, name, edits: 0, isRead: false, folderId: undefined });
  const messages = (): readonly Held[] => held.filter(({ type }) => type === 'Message');
  /** Often one that has just come: what comes and goes at once is what is easily lost. */
  const anyOf = (some: readonly Held[]): Held => random.pick(random.chance(35) ? some.slice(-6) : some);
  const anyPlace = (): Place & { readonly folderId: string | undefined } => {
    const own = random.chance(60) && folders.length > 0 ? random.pick(folders) : undefined;
    return own === undefined
      ? { wellKnown: random.pick(mailFolders), folderId: undefined }
      : { id: own.id, folderId: own.id };
  };
  const below = (id: string): readonly string[] =>
    folders.flatMap((folder) => (folder.parentId === id ? [folder.id, ...below(folder.id)] : []));

  const arrive = (): void => {
    const name = newName();
    hold(
      'Message',
      server.deliver(owner.address, random.chance(85) ? 'inbox' : 'junkemail', letter(name, owner)),
      name,
    );
  };
  const mark = (): void => {
    const one = anyOf(messages());
    one.isRead = !one.isRead;
    server.setRead(owner.address, one.id, one.isRead);
  };
  const remove = (): void => {
    const one = anyOf(held);
    held.splice(held.indexOf(one), 1);
    server.remove(owner.address, one.id);
  };
  const move = async (): Promise<void> => {
    const one = anyOf(messages());
    const { folderId, ...place } = anyPlace();
    one.id = await program.move(one.id, place);
    one.folderId = folderId;
  };
  const rename = async (): Promise<void> => {
    const one = anyOf(held);
    one.edits += 1;
    await program.rename(one.id, one.type, `${one.name} (${one.edits})`);
  };
  const make = async (): Promise<void> => {
    const name = newName();
    const type = random.pick(['Message', 'Message', 'CalendarItem', 'Contact', 'Task'] as const);
    hold(type, await create(program, random, type, name), name);
  };
  const changeFolders = async (): Promise<void> => {
    if (folders.length < 4 || (folders.length < 12 && random.chance(40))) {
      const parent = random.chance(50) && folders.length > 0 ? random.pick(folders) : undefined;
      const place = parent === undefined ? { wellKnown: 'msgfolderroot' } : { id: parent.id };
      folders.push({ id: await program.createFolder(place, newName()), parentId: parent?.id });
      return;
    }
    const folder = random.pick(folders);
    if (random.chance(40)) return program.renameFolder(folder.id, newName());
    const inside = below(folder.id);
    const target = random.pick(folders);
    if (random.chance(50) && target.id !== folder.id && !inside.includes(target.id)) {
      await program.moveFolder(folder.id, { id: target.id });
      folders.splice(folders.indexOf(folder), 1, { id: folder.id, parentId: target.id });
      return;
    }
    await program.removeFolder(folder.id);
    const gone = new Set([folder.id, ...inside]);
    for (const list of [held, folders] as const) {
      for (let index = list.length - 1; index >= 0; index -= 1) {
        const one = list[index];
        const place = one === undefined || 'type' in one ? one?.folderId : one.id;
        if (place !== undefined && gone.has(place)) list.splice(index, 1);
      }
    }
  };

  const change = async (): Promise<void> => {
    if (messages().length < 12) return arrive();
    const number = random.integer(0, 99);
    if (number < (held.length < fullAt ? 33 : 15)) return arrive();
    if (number < 55) return mark();
    if (number < 70) return move();
    if (number < 88) return remove();
    if (number < 93) return make();
    return number < 97 ? rename() : changeFolders();
  };
  const run = async (): Promise<void> => {
    while (made < plan.count) {
      for (let left = random.integer(1, plan.burst); left > 0 && made < plan.count; left -= 1) {
        await change();
        made += 1;
      }
      await sleep(plan.pauseMs);
    }
  };
  return { made: () => made, done: run() };
};

const create = (program: MailProgram, random: Random, type: NamedType, name: string): Promise<string> => {
  switch (type) {
    case 'Message':
      return program.createDraft(name);
    case 'CalendarItem':
      return program.createEvent(name, new Date(Date.parse(dayOfEvents) + random.integer(0, 20 * 24) * 3_600_000));
    case 'Contact':
      return program.createContact(name);
    case 'Task':
      return program.createTask(name);
  }
};

const letter = (subject: string, owner: Member): SeedItem =>
  mailItem(
    {
      name: subject,
      from: bob,
      to: [owner],
      subject,
      body: plainText(
        Array.from({ length: 6 }, (_, index) => `Paragraph ${index + 1} of what is to say about ${subject}.`),
      ),
      receivedAt: new Date().toISOString(),
      isRead: false,
    },
    owner,
  );
