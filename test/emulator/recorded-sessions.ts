import { readdirSync, readFileSync } from 'node:fs';
import { child, parseXml, type XmlElement } from '../../src/ews/xml.ts';
import { answered, type Answered, descendants } from './answered.ts';
import { idsIn, type RunningEmulator, startEmulator, type TextAnswer } from './running-emulator.ts';

const today = new Date('2026-11-20T10:00:00Z');
const alice = 'alice@example.test';
const basic = `Basic ${Buffer.from(`${alice}:alice-demo-password`).toString('base64')}`;

/** What of the EWS contract the embedded WorkMail serves; every other operation gets a fault. */
const served: ReadonlySet<string> = new Set([
  'ConvertId',
  'CopyFolder',
  'CopyItem',
  'CreateAttachment',
  'CreateFolder',
  'CreateItem',
  'DeleteAttachment',
  'DeleteFolder',
  'DeleteItem',
  'EmptyFolder',
  'ExpandDL',
  'FindConversation',
  'FindFolder',
  'FindItem',
  'GetAttachment',
  'GetDelegate',
  'GetEvents',
  'GetFolder',
  'GetInboxRules',
  'GetItem',
  'GetRoomLists',
  'GetRooms',
  'GetServerTimeZones',
  'GetStreamingEvents',
  'GetUserAvailability',
  'GetUserConfiguration',
  'GetUserOofSettings',
  'MoveFolder',
  'MoveItem',
  'ResolveNames',
  'SendItem',
  'SetUserOofSettings',
  'Subscribe',
  'SyncFolderHierarchy',
  'SyncFolderItems',
  'Unsubscribe',
  'UpdateFolder',
  'UpdateInboxRules',
  'UpdateItem',
]);

/** A recorded request, sent to the emulator, and what came back. */
export interface Exchange {
  readonly file: string;
  readonly operation: string;
  /** Version in RequestServerVersion; undefined without that header. */
  readonly version: string | undefined;
  /** The request element as it was sent. */
  readonly request: XmlElement;
  readonly raw: TextAnswer;
  readonly answer: Answered;
}

/**
 * Sends a recorded request. Only what belongs to the recording server is exchanged: credentials, the mailbox, and ids that it had invented.
 * Who impersonates does so with a token of the full-access role, who does not is alice with her password.
 */
export const replay = async (
  running: RunningEmulator,
  file: string,
  recorded: string,
  ids: Ids = {},
): Promise<Exchange> => {
  const text = recorded
    .replaceAll(/\b(?:u|user1)@example\.com|primary@contoso\.com/g, alice)
    .replaceAll(
      /<t:(ItemId|ReferenceItemId) Id="I1"(?: ChangeKey="CK1")?/g,
      (_, name: string) => `<t:${name} Id="${known(ids, 'item')}"`,
    )
    .replaceAll(
      /<t:FolderId Id="F_(\w+)"(?: ChangeKey="CK1")?/g,
      (_, name: string) => `<t:FolderId Id="${known(ids, name)}"`,
    )
    .replaceAll(
      /<t:AlternateId {2}Format="EwsId" Id="F_(\w+)"/g,
      (_, name: string) => `<t:AlternateId Format="EwsId" Id="${known(ids, name)}"`,
    );
  const isImpersonated = text.includes('ExchangeImpersonation');
  const raw = await running.post(text, {
    'content-type': 'text/xml; charset=utf-8',
    authorization: isImpersonated ? `Bearer ${await running.token()}` : basic,
  });
  const envelope = parseXml(text);
  const [request] = child(envelope, 'Body')?.children ?? [];
  if (request === undefined) throw new Error(`${file} is no request`);
  const version = descendants(envelope, 'RequestServerVersion')[0]?.attributes['Version'];
  const operation = request.name.replace(/Request$/, '');
  return { file, operation, version, request, raw, answer: answered(raw) };
};

const known = (ids: Ids, name: string): string => {
  const id = ids[name];
  if (id === undefined) throw new Error(`the client was never told of ${name}`);
  return id;
};

/** Ids of the emulator by the names that recordings use: `item`, and folders by their distinguished id. */
export type Ids = Readonly<Record<string, string>>;

/** The demo organisation on a fixed day. */
export const startDemo = (): Promise<RunningEmulator> => startEmulator({ seed: 'demo', today });

/** Ids of alice's folders by their distinguished ids. */
export const getFolders = async (running: RunningEmulator, names: readonly string[]): Promise<Ids> => {
  const asked = names.map((name) => `<t:DistinguishedFolderId Id="${name}"/>`).join('');
  const found = await running.call(
    `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>${asked}</m:FolderIds></m:GetFolder>`,
  );
  const ids = idsIn(found, 'FolderId');
  return Object.fromEntries(names.map((name, index) => [name, ids[index] ?? '']));
};

/** One session of a client, in its order: an item or folder that it names is one that it was told of before. */
export const replaySession = async (
  running: RunningEmulator,
  folder: string,
  client: string,
  isWanted: (file: string) => boolean = () => true,
): Promise<readonly Exchange[]> => {
  const exchanges: Exchange[] = [];
  let ids = await getFolders(running, ['root', 'inbox', 'sentitems']);
  for (const file of readdirSync(`${folder}/ews/clients/${client}`).filter(isWanted).toSorted()) {
    const recorded = readFileSync(`${folder}/ews/clients/${client}/${file}`, 'utf8');
    const exchange = await replay(running, `${client}/${file}`, recorded, ids);
    exchanges.push(exchange);
    const [item] = exchange.operation === 'FindItem' ? idsIn(exchange.raw, 'ItemId') : [];
    if (item !== undefined) ids = { ...ids, item };
  }
  return exchanges;
};

const clients = ['r-exl', 'r-exl2', 'r-ejs', 'r-dav'];

/** The sessions of all clients, one after the other. */
export const replayAll = async (
  running: RunningEmulator,
  folder: string,
  isWanted: (file: string) => boolean = () => true,
): Promise<readonly Exchange[]> => {
  const sessions: (readonly Exchange[])[] = [];
  for (const client of clients) sessions.push(await replaySession(running, folder, client, isWanted));
  return sessions.flat();
};

/** Whether a recorded file leaves the mailboxes as they were. */
export const isRead = (file: string): boolean => !/-(?:Create|Update|Send)Item\./.test(file);

/** WorkMail speaks Exchange2010_SP2 and nothing newer. */
export const isRefusedVersion = ({ version }: Exchange): boolean => /^Exchange201[3-9]/.test(version ?? '');
/** Whether the embedded WorkMail answers the request with data. */
export const isServed = (exchange: Exchange): boolean => !isRefusedVersion(exchange) && served.has(exchange.operation);

/** The recorded files with a request for that operation. */
export const recordedFiles = (folder: string, operation: string): readonly string[] =>
  clients.flatMap((client) =>
    readdirSync(`${folder}/ews/clients/${client}`)
      .filter((file) => file.includes(`-${operation}.`))
      .map((file) => `${client}/${file}`),
  );
