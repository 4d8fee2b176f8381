import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../src/emulator/store/directory.ts';
import type { MailboxEvent } from '../../../src/emulator/subscriptions/notification-event.ts';
import { createStore } from '../../../src/emulator/store/store.ts';
import { expireSyncStates } from '../../../src/emulator/store/store-writes.ts';
import { idsIn, type RunningEmulator } from '../running-emulator.ts';
import { mail, smallOrganization } from '../small-organization.ts';
import { eventsIn, pull, subscribePull, subscriptionIn } from '../subscribing.ts';
import { createItem, keyIn, people, startMail } from '../writing.ts';

const alice = 'alice@example.test';
const wellKnown = ['root', 'msgfolderroot', 'inbox', 'drafts', 'sentitems', 'deleteditems', 'calendar', 'contacts'];

/** Alice's mailbox, whose folders are told by their well-known ids and everything else by the names that it is given. */
const follow = async () => {
  const running = await startMail();
  const names = new Map<string, string>();
  const asked = wellKnown.map((id) => `<t:DistinguishedFolderId Id="${id}"/>`).join('');
  const found = await running.call(
    `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>${asked}</m:FolderIds></m:GetFolder>`,
  );
  for (const [index, id] of idsIn(found, 'FolderId').entries()) names.set(id, wellKnown[index] ?? '');
  const { id, watermark } = subscriptionIn(await running.call(subscribePull()));
  let from = watermark;
  const since = async (): Promise<readonly string[]> => {
    const page = await pull(running, id, from);
    from = page.watermark;
    return eventsIn(page.body, names);
  };
  return { running, names, since };
};

const message = (subject: string, more = ''): string =>
  `<t:Message><t:Subject>${subject}</t:Subject>${more}</t:Message>`;
const itemIds = (id: string, changeKey = ''): string =>
  `<m:ItemIds><t:ItemId Id="${id}"${changeKey === '' ? '' : ` ChangeKey="${changeKey}"`}/></m:ItemIds>`;
const to = (folder: string): string => `<m:ToFolderId><t:DistinguishedFolderId Id="${folder}"/></m:ToFolderId>`;
const update = (id: string, field: string, value: string, element = 'Message'): string =>
  `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange><t:ItemId Id="${id}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="${field}"/><t:${element}>${value}</t:${element}></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`;
const remove = (id: string, type = 'HardDelete'): string =>
  `<m:DeleteItem DeleteType="${type}" SendMeetingCancellations="SendToNone">${itemIds(id)}</m:DeleteItem>`;

const idOf = async ({ call }: RunningEmulator, request: string): Promise<string> => keyIn(await call(request)).id;

describe('what is told of items', () => {
  it('of mail that arrives that it is there, that it is new, and how many are unread', async () => {
    const { running, names, since } = await follow();
    names.set(running.emulator.deliver(alice, 'inbox', mail('New')), 'mail');
    expect(await since()).toEqual([
      'CreatedEvent mail in inbox',
      'NewMailEvent mail in inbox',
      'ModifiedEvent inbox in msgfolderroot, unread 1',
    ]);
  });

  it('of mail that somebody of the organisation sends, at both of its ends', async () => {
    const { running, since } = await follow();
    await running.call(
      createItem(message('Hello', people('ToRecipients', alice)), 'MessageDisposition="SendAndSaveCopy"'),
      alice,
    );
    expect(await since()).toEqual(
      expect.arrayContaining([
        'CreatedEvent ? in sentitems',
        'CreatedEvent ? in inbox',
        'NewMailEvent ? in inbox',
        'ModifiedEvent inbox in msgfolderroot, unread 1',
      ]),
    );
  });

  it('of a draft that it is there, is changed, and is gone when it is sent', async () => {
    const { running, names, since } = await follow();
    const id = await idOf(running, createItem(message('Draft', people('ToRecipients', 'bob@example.test'))));
    names.set(id, 'draft');
    expect(await since()).toEqual(['CreatedEvent draft in drafts', 'ModifiedEvent drafts in msgfolderroot, unread 0']);
    const { changeKey } = keyIn(await running.call(update(id, 'item:Subject', '<t:Subject>Better</t:Subject>')));
    expect(await since()).toEqual(['ModifiedEvent draft in drafts']);
    await running.call(`<m:SendItem SaveItemToFolder="false">${itemIds(id, changeKey)}</m:SendItem>`);
    expect(await since()).toEqual(['DeletedEvent draft in drafts', 'ModifiedEvent drafts in msgfolderroot, unread 0']);
  });

  it('of a message that is read what is left unread, and of other changes nothing of the folder', async () => {
    const { running, names, since } = await follow();
    const id = running.emulator.deliver(alice, 'inbox', mail('New'));
    names.set(id, 'mail');
    await since();
    running.emulator.setRead(alice, id, true);
    expect(await since()).toEqual(['ModifiedEvent mail in inbox', 'ModifiedEvent inbox in msgfolderroot, unread 0']);
    await running.call(update(id, 'message:IsRead', '<t:IsRead>false</t:IsRead>'));
    expect(await since()).toEqual(['ModifiedEvent mail in inbox', 'ModifiedEvent inbox in msgfolderroot, unread 1']);
    await running.call(update(id, 'item:Importance', '<t:Importance>High</t:Importance>'));
    expect(await since()).toEqual(['ModifiedEvent mail in inbox']);
  });

  it('of a moved one where it was and under which id, of a copy what it was made from', async () => {
    const { running, names, since } = await follow();
    const id = running.emulator.deliver(alice, 'inbox', mail('New'));
    names.set(id, 'mail');
    await since();
    names.set(await idOf(running, `<m:CopyItem>${to('drafts')}${itemIds(id)}</m:CopyItem>`), 'copy');
    expect(await since()).toEqual([
      'CopiedEvent copy in drafts, was mail in inbox',
      'ModifiedEvent drafts in msgfolderroot, unread 1',
    ]);
    names.set(await idOf(running, `<m:MoveItem>${to('drafts')}${itemIds(id)}</m:MoveItem>`), 'moved');
    expect(await since()).toEqual([
      'MovedEvent moved in drafts, was mail in inbox',
      'ModifiedEvent inbox in msgfolderroot, unread 0',
      'ModifiedEvent drafts in msgfolderroot, unread 2',
    ]);
  });

  it('of a deleted one that it was moved, or that it is gone', async () => {
    const { running, names, since } = await follow();
    const id = running.emulator.deliver(alice, 'inbox', mail('New'));
    names.set(id, 'mail');
    await since();
    await running.call(remove(id, 'MoveToDeletedItems'));
    expect(await since()).toEqual([
      'MovedEvent ? in deleteditems, was mail in inbox',
      'ModifiedEvent inbox in msgfolderroot, unread 0',
      'ModifiedEvent deleteditems in msgfolderroot, unread 1',
    ]);
    const gone = running.emulator.deliver(alice, 'inbox', mail('Newer'));
    names.set(gone, 'newer');
    await since();
    await running.call(remove(gone));
    expect(await since()).toEqual(['DeletedEvent newer in inbox', 'ModifiedEvent inbox in msgfolderroot, unread 0']);
  });

  it('of events that the free time is another, when it is', async () => {
    const { running, names, since } = await follow();
    const event =
      '<t:CalendarItem><t:Subject>Plan</t:Subject><t:Start>2026-11-23T09:00:00Z</t:Start><t:End>2026-11-23T10:00:00Z</t:End></t:CalendarItem>';
    const id = await idOf(running, createItem(event, 'SendMeetingInvitations="SendToNone"'));
    names.set(id, 'plan');
    const calendar = 'ModifiedEvent calendar in msgfolderroot, unread 0';
    expect(await since()).toEqual(['CreatedEvent plan in calendar', 'FreeBusyChangedEvent plan in calendar', calendar]);
    await running.call(update(id, 'item:Subject', '<t:Subject>Other</t:Subject>', 'CalendarItem'));
    expect(await since()).toEqual(['ModifiedEvent plan in calendar']);
    await running.call(update(id, 'calendar:End', '<t:End>2026-11-23T11:00:00Z</t:End>', 'CalendarItem'));
    expect(await since()).toEqual(['ModifiedEvent plan in calendar', 'FreeBusyChangedEvent plan in calendar']);
    await running.call(remove(id));
    expect(await since()).toEqual(['DeletedEvent plan in calendar', 'FreeBusyChangedEvent plan in calendar', calendar]);
  });
});

describe('what is told of folders', () => {
  it('that they are made, renamed, moved, copied and gone, and of their parents that they changed', async () => {
    const { running, names, since } = await follow();
    const folderOf = async (request: string): Promise<string> =>
      idsIn(await running.call(request), 'FolderId')[0] ?? '';
    const named = (name: string) => `<t:Folder><t:DisplayName>${name}</t:DisplayName></t:Folder>`;
    const id = await folderOf(
      `<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId><m:Folders>${named('New')}</m:Folders></m:CreateFolder>`,
    );
    names.set(id, 'new');
    expect(await since()).toEqual(['CreatedEvent new in inbox', 'ModifiedEvent inbox in msgfolderroot, unread 0']);
    const folderIds = `<m:FolderIds><t:FolderId Id="${id}"/></m:FolderIds>`;
    await running.call(
      `<m:UpdateFolder><m:FolderChanges><t:FolderChange><t:FolderId Id="${id}"/><t:Updates><t:SetFolderField><t:FieldURI FieldURI="folder:DisplayName"/>${named('Old')}</t:SetFolderField></t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>`,
    );
    expect(await since()).toEqual(['ModifiedEvent new in inbox, unread 0']);
    await running.call(`<m:MoveFolder>${to('drafts')}${folderIds}</m:MoveFolder>`);
    expect(await since()).toEqual([
      'MovedEvent new in drafts, was new in inbox',
      'ModifiedEvent inbox in msgfolderroot, unread 0',
      'ModifiedEvent drafts in msgfolderroot, unread 0',
    ]);
    names.set(await folderOf(`<m:CopyFolder>${to('inbox')}${folderIds}</m:CopyFolder>`), 'copy');
    expect(await since()).toEqual(['CreatedEvent copy in inbox', 'ModifiedEvent inbox in msgfolderroot, unread 0']);
    await running.call(`<m:DeleteFolder DeleteType="HardDelete">${folderIds}</m:DeleteFolder>`);
    expect(await since()).toEqual(['DeletedEvent new in drafts', 'ModifiedEvent drafts in msgfolderroot, unread 0']);
  });
});

describe('whom an event concerns', () => {
  it('subscribers of the folder that it is in, that it left, or that it is about, and of all folders', async () => {
    const { running, since, names } = await follow();
    const of = async (folder: string) => {
      const { id, watermark } = subscriptionIn(await running.call(subscribePull({ folders: [folder] })));
      return async () => eventsIn((await pull(running, id, watermark)).body, names);
    };
    const [inbox, drafts, sent] = await Promise.all([of('inbox'), of('drafts'), of('sentitems')]);
    const id = running.emulator.deliver(alice, 'inbox', mail('New'));
    names.set(id, 'mail');
    names.set(await idOf(running, `<m:MoveItem>${to('drafts')}${itemIds(id)}</m:MoveItem>`), 'moved');
    const moved = 'MovedEvent moved in drafts, was mail in inbox';
    expect(await inbox()).toEqual([
      'CreatedEvent mail in inbox',
      'NewMailEvent mail in inbox',
      'ModifiedEvent inbox in msgfolderroot, unread 1',
      moved,
      'ModifiedEvent inbox in msgfolderroot, unread 0',
    ]);
    expect(await drafts()).toEqual([moved, 'ModifiedEvent drafts in msgfolderroot, unread 1']);
    expect(await sent()).toEqual([]);
    expect(await since()).toHaveLength(6);
  });

  it('nobody when nothing that clients can see was done', () => {
    const mailbox = accountOf(createStore(smallOrganization(), Date.now), alice).open();
    const events: MailboxEvent[] = [];
    mailbox.watchers.add((event) => events.push(event));
    expireSyncStates(mailbox);
    expect(events).toEqual([]);
  });
});
