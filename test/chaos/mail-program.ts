import { escapeHtml as escaped } from '../../src/emulator/seed/prose.ts';

/** A mail program of a mailbox's owner: it talks to the mail server itself, past every gateway. All ids are the server's own. */
export interface MailProgram {
  createDraft(subject: string): Promise<string>;
  createEvent(subject: string, start: Date): Promise<string>;
  createContact(displayName: string): Promise<string>;
  createTask(subject: string): Promise<string>;
  /** Gives an item another subject; a contact another name. */
  rename(id: string, type: NamedType, subject: string): Promise<void>;
  /** Answers the id that it has at its new place. */
  move(id: string, folder: Place): Promise<string>;
  createFolder(parent: Place, name: string): Promise<string>;
  renameFolder(id: string, name: string): Promise<void>;
  moveFolder(id: string, parent: Place): Promise<void>;
  /** For good, with all that is in it and below it. */
  removeFolder(id: string): Promise<void>;
}

/** What has a name that can be changed. */
export type NamedType = 'Message' | 'CalendarItem' | 'Contact' | 'Task';

/** A folder: every mailbox's own (`inbox`), or by its id. */
export type Place = { readonly wellKnown: string } | { readonly id: string };

const placeElement = (place: Place): string =>
  'id' in place ? `<t:FolderId Id="${place.id}"/>` : `<t:DistinguishedFolderId Id="${place.wellKnown}"/>`;

const created = (folder: string, item: string): string =>
  `<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"><m:SavedItemFolderId>${placeElement({ wellKnown: folder })}</m:SavedItemFolderId><m:Items>${item}</m:Items></m:CreateItem>`;

/** What its name is called, and its element. */
const nameOf = (type: NamedType, name: string): readonly [fieldUri: string, element: string] =>
  type === 'Contact'
    ? ['contacts:DisplayName', `<t:DisplayName>${escaped(name)}</t:DisplayName>`]
    : ['item:Subject', `<t:Subject>${escaped(name)}</t:Subject>`];

/** Starts one. `ask` sends a request element as the owner and answers the text of the answer. Each call rejects when the server refuses. */
export const createMailProgram = (ask: (request: string) => Promise<string>): MailProgram => {
  const done = async (request: string): Promise<string> => {
    const answer = await ask(request);
    if (!/ResponseClass="Success"/.test(answer)) throw new Error(`the mail server refuses ${request}: ${answer}`);
    return answer;
  };
  const idIn = async (request: string): Promise<string> => {
    const id = /<t:(?:Item|Folder)Id Id="([^"]+)"/.exec(await done(request))?.[1];
    if (id === undefined) throw new Error(`the mail server tells no id after ${request}`);
    return id;
  };
  const create = (folder: string, type: NamedType, name: string, more = ''): Promise<string> =>
    idIn(created(folder, `<t:${type}>${nameOf(type, name)[1]}${more}</t:${type}>`));
  return {
    createDraft: (subject) => create('drafts', 'Message', subject, '<t:Body BodyType="Text">Begun.</t:Body>'),
    createEvent: (subject, start) =>
      create(
        'calendar',
        'CalendarItem',
        subject,
        `<t:Start>${start.toISOString()}</t:Start><t:End>${new Date(start.getTime() + 1_800_000).toISOString()}</t:End>`,
      ),
    createContact: (displayName) => create('contacts', 'Contact', displayName),
    createTask: (subject) => create('tasks', 'Task', subject),
    rename: async (id, type, subject) => {
      const [fieldUri, element] = nameOf(type, subject);
      await done(
        `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange><t:ItemId Id="${id}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="${fieldUri}"/><t:${type}>${element}</t:${type}></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
      );
    },
    move: (id, folder) =>
      idIn(
        `<m:MoveItem><m:ToFolderId>${placeElement(folder)}</m:ToFolderId><m:ItemIds><t:ItemId Id="${id}"/></m:ItemIds></m:MoveItem>`,
      ),
    createFolder: (parent, name) =>
      idIn(
        `<m:CreateFolder><m:ParentFolderId>${placeElement(parent)}</m:ParentFolderId><m:Folders><t:Folder><t:FolderClass>IPF.Note</t:FolderClass><t:DisplayName>${escaped(name)}</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`,
      ),
    renameFolder: async (id, name) =>
      void (await done(
        `<m:UpdateFolder><m:FolderChanges><t:FolderChange><t:FolderId Id="${id}"/><t:Updates><t:SetFolderField><t:FieldURI FieldURI="folder:DisplayName"/><t:Folder><t:DisplayName>${escaped(name)}</t:DisplayName></t:Folder></t:SetFolderField></t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>`,
      )),
    moveFolder: async (id, parent) =>
      void (await done(
        `<m:MoveFolder><m:ToFolderId>${placeElement(parent)}</m:ToFolderId><m:FolderIds><t:FolderId Id="${id}"/></m:FolderIds></m:MoveFolder>`,
      )),
    removeFolder: async (id) =>
      void (await done(
        `<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds><t:FolderId Id="${id}"/></m:FolderIds></m:DeleteFolder>`,
      )),
  };
};
