import { createHash } from 'node:crypto';
import { child, childText, childrenNamed, type XmlElement } from '../../src/ews/xml.ts';
import { answered, descendants } from '../emulator/answered.ts';
import { envelope } from '../emulator/running-emulator.ts';

/** A mailbox as its owner's own mail program would read it, without a line of the gateway's code but the XML reader. */
export interface MailboxWitness {
  /** What lies in each folder, by its path: each item as one text, sorted, so that two of them can be compared. */
  readonly items: () => Promise<ReadonlyMap<string, readonly string[]>>;
  /** Every occurrence of the main calendar in two years from that day, as a text. */
  readonly agenda: (from: string) => Promise<readonly string[]>;
  /** Subjects in folders that hold any, sorted, by the folders' paths. */
  readonly subjects: () => Promise<Readonly<Record<string, readonly string[]>>>;
  /** What its owner does to the one message of a subject, or beside the folders that are there. */
  readonly moveTo: (subject: string, folder: string) => Promise<void>;
  readonly copyInto: (subject: string, folder: string) => Promise<void>;
  readonly discard: (subject: string) => Promise<void>;
  readonly toggleRead: (subject: string) => Promise<void>;
  /** Sets a property that all items have: Importance. */
  readonly set: (subject: string, property: string, value: string) => Promise<void>;
  readonly makeFolder: (name: string, element: 'Folder' | 'CalendarFolder') => Promise<void>;
}

const tags = ['0x1090', '0x1091', '0x1081'].map((tag) => ({
  uri: `PropertyTag="${tag}" PropertyType="${tag === '0x1091' ? 'SystemTime' : 'Integer'}"`,
  name: tag,
}));
const dates = [33_028, 33_029].map((id) => ({
  uri: `DistinguishedPropertySetId="Task" PropertyId="${id}" PropertyType="SystemTime"`,
  name: String(id),
}));
const extended = [...tags, ...dates];

/** Of messages and of everything else: what a user sees, and no id. */
const told = [
  'ItemClass',
  'IsRead',
  'IsDraft',
  'DateTimeReceived',
  'DateTimeSent',
  'Subject',
  'Importance',
  'Sensitivity',
  'HasAttachments',
];

const inBytes: ReadonlySet<string> = new Set(['Subject', 'Importance', 'Sensitivity', 'HasAttachments']);

/** Opens it with the password of a demo person. */
export const witnessMailbox = (ewsUrl: string, address: string): MailboxWitness => {
  const name = address.slice(0, address.indexOf('@'));
  const authorization = `Basic ${Buffer.from(`${address}:${name}-demo-password`).toString('base64')}`;

  const call = async (request: string): Promise<XmlElement> => {
    const headers = { 'content-type': 'text/xml', authorization };
    const answer = await fetch(ewsUrl, { method: 'POST', headers, body: envelope(request) });
    return answered({ status: answer.status, headers: answer.headers, text: await answer.text() }).body;
  };

  const folders = async (): Promise<ReadonlyMap<string, XmlElement>> => {
    const found = await call(
      '<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape><m:ParentFolderIds><t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderIds></m:FindFolder>',
    );
    const all = descendants(found, 'Folders').flatMap(({ children }) => children);
    const byId = new Map(all.map((folder) => [idOf(folder, 'FolderId'), folder]));
    const pathOf = (folder: XmlElement): string => {
      const parent = byId.get(idOf(folder, 'ParentFolderId'));
      return `${parent === undefined ? '' : pathOf(parent)}/${childText(folder, 'DisplayName') ?? ''}`;
    };
    return new Map(all.map((folder) => [pathOf(folder), folder]));
  };

  const itemsOf = async (folderId: string): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (let isLast = false; !isLast;) {
      const page = await call(
        `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:IndexedPageItemView MaxEntriesReturned="500" Offset="${ids.length}" BasePoint="Beginning"/><m:ParentFolderIds><t:FolderId Id="${folderId}"/></m:ParentFolderIds></m:FindItem>`,
      );
      const [root] = descendants(page, 'RootFolder');
      const found = descendants(page, 'ItemId').map(({ attributes }) => attributes['Id'] ?? '');
      ids.push(...found);
      isLast = root?.attributes['IncludesLastItemInRange'] === 'true' || found.length === 0;
    }
    const texts: string[] = [];
    for (let from = 0; from < ids.length; from += 50) {
      const some = ids.slice(from, from + 50);
      const paths = extended.map(({ uri }) => `<t:ExtendedFieldURI ${uri}/>`).join('');
      const got = await call(
        `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent><t:AdditionalProperties>${paths}</t:AdditionalProperties></m:ItemShape><m:ItemIds>${some.map((id) => `<t:ItemId Id="${id}"/>`).join('')}</m:ItemIds></m:GetItem>`,
      );
      texts.push(...descendants(got, 'Items').flatMap(({ children }) => children.map(textOf)));
    }
    return texts.toSorted();
  };

  const listed = async (folderId: string): Promise<readonly XmlElement[]> =>
    descendants(
      await call(
        `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:FolderId Id="${folderId}"/></m:ParentFolderIds></m:FindItem>`,
      ),
      'Items',
    ).flatMap(({ children }) => children);

  const theOne = async (subject: string): Promise<XmlElement> => {
    for (const [, folder] of await folders())
      for (const item of await listed(idOf(folder, 'FolderId')))
        if (childText(item, 'Subject') === subject) return item;
    throw new Error(`there is no ${subject}`);
  };

  const done = async (request: string): Promise<void> => {
    const [code] = descendants(await call(request), 'ResponseCode');
    if (code?.text !== 'NoError') throw new Error(`the server answered ${code?.text}`);
  };

  const transfer = async (operation: 'MoveItem' | 'CopyItem', subject: string, name: string): Promise<void> => {
    const folder = [...(await folders())].find(([path]) => path.endsWith(`/${name}`))?.[1];
    const id = idOf(await theOne(subject), 'ItemId');
    await done(
      `<m:${operation}><m:ToFolderId><t:FolderId Id="${folder && idOf(folder, 'FolderId')}"/></m:ToFolderId><m:ItemIds><t:ItemId Id="${id}"/></m:ItemIds></m:${operation}>`,
    );
  };

  const change = async (subject: string, field: string, value: string): Promise<void> => {
    const { Id, ChangeKey } = child(await theOne(subject), 'ItemId')?.attributes ?? {};
    const name = field.slice(field.indexOf(':') + 1);
    await done(
      `<m:UpdateItem MessageDisposition="SaveOnly" ConflictResolution="AlwaysOverwrite"><m:ItemChanges><t:ItemChange><t:ItemId Id="${Id}" ChangeKey="${ChangeKey}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="${field}"/><t:Message><t:${name}>${value}</t:${name}></t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
    );
  };

  return {
    subjects: async () => {
      const found: Record<string, readonly string[]> = {};
      for (const [path, folder] of await folders()) {
        const all = await listed(idOf(folder, 'FolderId'));
        if (all.length > 0) found[path] = all.map((item) => childText(item, 'Subject') ?? '').toSorted();
      }
      return found;
    },
    moveTo: (subject, name) => transfer('MoveItem', subject, name),
    copyInto: (subject, name) => transfer('CopyItem', subject, name),
    discard: async (subject) =>
      done(
        `<m:DeleteItem DeleteType="HardDelete"><m:ItemIds><t:ItemId Id="${idOf(await theOne(subject), 'ItemId')}"/></m:ItemIds></m:DeleteItem>`,
      ),
    toggleRead: async (subject) => {
      const isRead = childText(await theOne(subject), 'IsRead') === 'true';
      await change(subject, 'message:IsRead', String(!isRead));
    },
    set: (subject, property, value) => change(subject, `item:${property}`, value),
    makeFolder: (name, element) =>
      done(
        `<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderId><m:Folders><t:${element}><t:DisplayName>${name}</t:DisplayName></t:${element}></m:Folders></m:CreateFolder>`,
      ),
    items: async () => {
      const found = new Map<string, readonly string[]>();
      for (const [path, folder] of await folders()) {
        if (folder.name === 'SearchFolder') continue;
        found.set(path, await itemsOf(idOf(folder, 'FolderId')));
      }
      return found;
    },
    agenda: async (from) => {
      const start = new Date(from);
      const end = new Date(start);
      end.setUTCFullYear(start.getUTCFullYear() + 2, start.getUTCMonth(), start.getUTCDate() - 1);
      const found = await call(
        `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:CalendarView StartDate="${start.toISOString()}" EndDate="${end.toISOString()}"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>`,
      );
      return descendants(found, 'CalendarItem')
        .map((event) =>
          JSON.stringify(
            [
              'Subject',
              'Start',
              'End',
              'Location',
              'IsAllDayEvent',
              'LegacyFreeBusyStatus',
              'CalendarItemType',
              'UID',
              'IsCancelled',
              'MyResponseType',
              'ReminderIsSet',
            ].map((property) => childText(event, property) ?? null),
          ),
        )
        .toSorted();
    },
  };
};

const idOf = (parent: XmlElement, name: string): string => child(parent, name)?.attributes['Id'] ?? '';

const textOf = (item: XmlElement): string => {
  const isMail = !['CalendarItem', 'Contact', 'DistributionList', 'Task'].includes(item.name);
  const isDraft = childText(item, 'IsDraft') === 'true';
  const values = told.map((name) => {
    // Who has it unsent has sent it at no time; and only messages have come from somewhere.
    if (name === 'DateTimeSent' && (isDraft || !isMail || childText(item, 'ItemClass') === 'IPM.StickyNote'))
      return null;
    if ((name === 'DateTimeReceived' || name === 'IsDraft') && !isMail) return null;
    // The bytes of mail say these, and each server reads odd ones in its own way.
    if (inBytes.has(name) && isMail) return null;
    return childText(item, name) ?? null;
  });
  const flags = childrenNamed(item, 'ExtendedProperty').map(
    (property) =>
      `${Object.values(child(property, 'ExtendedFieldURI')?.attributes ?? {}).join(' ')}=${childText(property, 'Value')}`,
  );
  const mime = Buffer.from(childText(item, 'MimeContent')?.replace(/\s+/g, '') ?? '', 'base64');
  return JSON.stringify([
    ...values,
    // What is neither mail is written anew by each server; the bytes of mail are not.
    isMail ? createHash('sha256').update(mime).digest('hex') : null,
    (child(item, 'Categories')?.children ?? []).map(({ text }) => text),
    flags.toSorted(),
  ]);
};
