import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { afterAll, expect, test } from 'vitest';
import { openAccess } from '../../src/access/open-access.ts';
import type { SeedItem, SeedMailbox } from '../../src/emulator/store/model.ts';
import { mailboxRoot, mailFolder } from '../../src/emulator/seed/folders.ts';
import { node } from '../../src/emulator/xml/xml.ts';
import { startIssuer } from '../access/issuer.ts';
import { element } from '../emulator/elements.ts';
import { mail, textFile } from '../emulator/small-organization.ts';
import { journeyOfTest } from './journey-of-test.ts';

const callers = 20;
const requestsEach = 500;
/** Of one caller at the same time. */
const workersEach = 6;

const issuer = await startIssuer();
afterAll(() => issuer.close());

const names = Array.from({ length: callers }, (_, index) => `owner-${String(index + 10)}`);
const addressOf = (name: string): string => `${name}@example.test`;
/** Stands in everything that lies in this caller's mailbox, and nowhere else. */
const markerOf = (name: string): string => `kept-by-${name}-alone`;
const markers = /kept-by-owner-\d\d-alone/g;

const seedMailbox = (name: string): SeedMailbox => {
  const marker = markerOf(name);
  const letter = (subject: string): SeedItem =>
    mail(`${subject} ${marker}`, [textFile(`${marker}.txt`, `file ${marker}`)]);
  const event = element('t:CalendarItem', { 't:ItemClass': 'IPM.Appointment', 't:Subject': `Meeting ${marker}` }, [
    node('t:Start', '2026-03-18T10:00:00Z'),
    node('t:End', '2026-03-18T11:00:00Z'),
    node('t:Location', `Room ${marker}`),
    node('t:CalendarItemType', 'Single'),
  ]);
  return {
    address: addressOf(name),
    aliases: [],
    displayName: `Mailbox ${marker}`,
    kind: 'USER',
    password: 'not used',
    root: () =>
      mailboxRoot({
        inbox: ['First', 'Second', 'Third'].map(letter),
        belowInbox: [mailFolder(`Folder ${marker}`)],
        calendar: [{ element: event, attachments: [] }],
      }),
  };
};

/** Everything that the others hold the ids of. */
const screen = `query ($address: EmailAddress!) { mailbox(address: $address) { id folders { id name } inbox { messages(first: 3) { nodes {
  id subject attachments { id name ... on FileAttachment { downloadUrl } } mime { downloadUrl } } } } agenda(window: { start: "2026-03-18T00:00:00Z", end: "2026-03-19T00:00:00Z" }) { nodes { id location } } } }`;

interface Screen {
  readonly mailbox: {
    readonly id: string;
    readonly folders: readonly { readonly id: string; readonly name: string }[];
    readonly inbox: {
      readonly messages: {
        readonly nodes: readonly {
          readonly id: string;
          readonly attachments: readonly { readonly id: string; readonly downloadUrl: string }[];
          readonly mime: { readonly downloadUrl: string };
        }[];
      };
    };
    readonly agenda: { readonly nodes: readonly { readonly id: string }[] };
  };
}

/** What one caller holds. */
interface Held {
  readonly name: string;
  readonly authorization: string;
  readonly ids: readonly string[];
  readonly message: string;
  readonly attachment: string;
  /** Paths with a link, which need no credentials. */
  readonly links: readonly string[];
}

interface Subject {
  readonly subject: string;
}

/** A request, and whether it asks for what the caller owns, or for what another one does. */
interface Asked {
  readonly path: string;
  readonly query?: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> };
  readonly isOwn: boolean;
}

const operation = (query: string, variables: Readonly<Record<string, unknown>>, isOwn = true): Asked => ({
  path: '/graphql',
  query: { query, variables },
  isOwn,
});

const nodes = `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Message { subject body { content } } ... on CalendarEvent { subject location }
  ... on Folder { name } } }`;
const subjects = `query ($address: EmailAddress!) { mailbox(address: $address) { inbox { messages(first: 1) { nodes { subject } } } } }`;
const name = `query ($address: EmailAddress!) { mailbox(address: $address) { displayName } }`;

/** In two pieces, so that others are let in between the headers of a request and the end of its body. */
async function* inPieces(text: string): AsyncGenerator<string> {
  yield text.slice(0, 10);
  await setImmediate();
  yield text.slice(10);
}

/** The next request of a caller, beside another one whose ids and address it knows. */
const requestOf = (own: Held, other: Held, round: number): Asked => {
  const [address, foreign] = [addressOf(own.name), addressOf(other.name)];
  const requests: readonly (() => Asked)[] = [
    () => operation(subjects, { address }),
    () => operation(name, { address: foreign }, false),
    () => operation(nodes, { ids: own.ids }),
    () => ({ path: `/attachments/${own.attachment}`, isOwn: true }),
    () => operation(subjects, { address: foreign }, false),
    () => operation('{ viewer { mailbox { displayName } } }', {}),
    () => ({ path: own.links[round % own.links.length]!, isOwn: true }),
    () => operation(nodes, { ids: other.ids }, false),
    () => operation(screen, { address }),
    () => operation(name, { address }),
    () => ({ path: `/mime/${other.message}`, isOwn: false }),
    () => operation('{ mailboxes { totalCount nodes { displayName } } }', {}),
    () => operation(nodes, { ids: [own.message, other.message] }),
    () => ({ path: `/attachments/${other.attachment}`, isOwn: false }),
  ];
  return requests[round % requests.length]!();
};

test('twenty callers with five hundred requests each get no byte of one another', { timeout: 180_000 }, async () => {
  const everything = ['READ_MESSAGES', 'READ_CALENDAR', 'READ_CONTACTS'];
  const policy = { grants: [{ to: { everyone: true }, mailboxes: ['own'], permissions: everything }] };
  const access = await openAccess(
    { policyFile: 'policy.json', tokens: issuer.config },
    { now: Date.now, readFile: () => Promise.resolve(JSON.stringify(policy)), onEvent: () => undefined },
  );
  const journey = await journeyOfTest({
    access,
    isEmbedded: false,
    deadlineMs: 60_000,
    seed: {
      organizationId: 'm-00112233445566778899aabbccddeeff',
      mailboxes: names.map(seedMailbox),
      groups: [],
    },
  });
  const held: Held[] = [];
  for (const name of names) {
    const authorization = `Bearer ${await issuer.token({ sub: name, email: addressOf(name) })}`;
    const { data } = await journey.query<Screen>(screen, { address: addressOf(name) }, { headers: { authorization } });
    const { folders, inbox, agenda } = data.mailbox;
    const [first] = inbox.messages.nodes;
    const [file] = first!.attachments;
    held.push({
      name,
      authorization,
      ids: [folders.find(({ name: folder }) => folder.includes(markerOf(name)))!, first!, ...agenda.nodes].map(
        ({ id }) => id,
      ),
      message: first!.id,
      attachment: file!.id,
      links: [file!.downloadUrl, first!.mime.downloadUrl].map((link) => link.slice(journey.origin.length)),
    });
  }
  const dispatcher = new Agent({ connections: callers * workersEach });
  const foreign: string[] = [];
  const wrong: string[] = [];
  let answered = 0;

  const ask = async (own: Held, round: number): Promise<void> => {
    const other = held[(held.indexOf(own) + 1 + (round % (callers - 1))) % callers]!;
    const { path, query, isOwn } = requestOf(own, other, round);
    const { body, statusCode } = await request(`${journey.origin}${path}`, {
      dispatcher,
      method: query === undefined ? 'GET' : 'POST',
      headers: { authorization: own.authorization, ...(query && { 'content-type': 'application/json' }) },
      body: query && Readable.from(inPieces(JSON.stringify(query))),
    });
    const text = await body.text();
    answered += 1;
    const found = new Set(text.match(markers));
    for (const marker of found) if (marker !== markerOf(own.name)) foreign.push(`${own.name}: ${path}: ${marker}`);
    const isAsItShould = isOwn ? found.has(markerOf(own.name)) && statusCode === 200 : found.size === 0;
    if (!isAsItShould) wrong.push(`${own.name}: ${statusCode} ${text.slice(0, 300)}`);
  };

  await Promise.all(
    held.flatMap((own) =>
      Array.from({ length: workersEach }, async (_, worker) => {
        for (let round = worker; round < requestsEach; round += workersEach) await ask(own, round);
      }),
    ),
  );
  await dispatcher.close();

  expect(answered).toBe(callers * requestsEach);
  expect(foreign).toEqual([]);
  expect(wrong).toEqual([]);
  // What went to the mail server went there for the mailbox's own caller.
  const strangers = journey
    .audit()
    .filter(({ audit, mailbox, caller }) => audit === 'access' && mailbox !== addressOf((caller as Subject).subject));
  expect(strangers).toEqual([]);
});
