import { describe, expect, test } from 'vitest';
import { createAttachment } from '../../src/ews/operations/create-attachment.ts';
import { createFolder } from '../../src/ews/operations/create-folder.ts';
import { createItem } from '../../src/ews/operations/create-item.ts';
import { deleteAttachment } from '../../src/ews/operations/delete-attachment.ts';
import { deleteFolder } from '../../src/ews/operations/delete-folder.ts';
import { deleteItem } from '../../src/ews/operations/delete-item.ts';
import { emptyFolder } from '../../src/ews/operations/empty-folder.ts';
import { findItem } from '../../src/ews/operations/find-item.ts';
import { getAttachment } from '../../src/ews/operations/get-attachment.ts';
import { getUserAvailability } from '../../src/ews/operations/get-user-availability.ts';
import { getItem } from '../../src/ews/operations/get-item.ts';
import { moveFolder } from '../../src/ews/operations/move-folder.ts';
import { copyItem, moveItem } from '../../src/ews/operations/move-item.ts';
import { resolveNames } from '../../src/ews/operations/resolve-names.ts';
import { sendItem } from '../../src/ews/operations/send-item.ts';
import { updateFolder } from '../../src/ews/operations/update-folder.ts';
import { updateInboxRules } from '../../src/ews/operations/update-inbox-rules.ts';
import { updateItem } from '../../src/ews/operations/update-item.ts';
import { attachmentId, folderId, itemId } from '../../src/ews/properties/id.ts';
import { itemProperties } from '../../src/ews/properties/item.ts';
import { requestSubjects } from '../../src/ews/request-subjects.ts';
import { address } from '../access.ts';

describe('the subjects of a request', () => {
  test('are its items, however they are named', () => {
    const request = getItem.encode({
      ids: [
        { id: itemId('a'), changeKey: 'k' },
        { masterOf: itemId('b') },
        { occurrenceOf: itemId('c'), index: 2 },
        { id: itemId('a') },
      ],
      wanted: [itemProperties.subject],
    });
    expect(requestSubjects(request)).toEqual(['a', 'b', 'c', 'a'].map((id) => ({ kind: 'Item', id })));
  });

  test('are its folders, by id or by well-known name, and nothing of what is searched for in them', () => {
    const request = findItem.encode({
      parents: [{ id: folderId('f') }, { distinguished: 'inbox', mailbox: address('alice@example.test') }],
      wanted: [itemProperties.subject],
      view: { type: 'indexed', offset: 0, limit: 10 },
      queryString: 'canary',
    });
    expect(requestSubjects(request)).toEqual([
      { kind: 'Folder', id: 'f' },
      { kind: 'WellKnownFolder', id: 'inbox' },
    ]);
  });

  test('are its attachments', () => {
    expect(requestSubjects(getAttachment.encode({ ids: [attachmentId('x')] }))).toEqual([
      { kind: 'Attachment', id: 'x' },
    ]);
  });

  test('of a write are what it changes and where it puts it, and nothing of what it writes', () => {
    const to = { id: folderId('f') };
    const ids = [{ id: itemId('a'), changeKey: 'k' }];
    const here = { kind: 'Folder', id: 'f' };
    const it = { kind: 'Item', id: 'a' };
    expect(requestSubjects(moveItem.encode({ ids, to }))).toEqual([here, it]);
    expect(requestSubjects(copyItem.encode({ ids, to }))).toEqual([here, it]);
    expect(requestSubjects(deleteItem.encode({ ids, deleteType: 'HardDelete' }))).toEqual([it]);
    expect(requestSubjects(sendItem.encode({ ids: [{ id: itemId('a'), changeKey: 'k' }], saveCopyIn: to }))).toEqual([
      it,
      here,
    ]);
    const changes = [{ id: itemId('a'), type: 'Message', changes: { subject: 'canary' } }] as const;
    expect(
      requestSubjects(updateItem.encode({ changes, conflictResolution: 'AlwaysOverwrite', disposition: 'SaveOnly' })),
    ).toEqual([it]);
    const items = [
      { type: 'Message', properties: { subject: 'canary', internetMessageId: '<canary>' } },
      { response: 'ReplyToItem', id: itemId('a'), properties: {} },
    ] as const;
    expect(requestSubjects(createItem.encode({ items, disposition: 'SaveOnly', saveIn: to }))).toEqual([here, it]);
  });

  test('of a write to folders are the folders', () => {
    const folders = [{ id: folderId('f') }];
    const to = { distinguished: 'inbox', mailbox: address('alice@example.test') } as const;
    const one = { kind: 'Folder', id: 'f' };
    const inbox = { kind: 'WellKnownFolder', id: 'inbox' };
    const made = [{ element: 'Folder', properties: { displayName: 'canary' } }] as const;
    const changes = [{ id: folderId('f'), element: 'Folder', changes: { displayName: 'canary' } }] as const;
    expect(requestSubjects(createFolder.encode({ parent: to, folders: made }))).toEqual([inbox]);
    expect(requestSubjects(updateFolder.encode({ changes }))).toEqual([one]);
    expect(requestSubjects(moveFolder.encode({ folders, to }))).toEqual([inbox, one]);
    expect(requestSubjects(deleteFolder.encode({ folders, deleteType: 'SoftDelete' }))).toEqual([one]);
    expect(requestSubjects(emptyFolder.encode({ folders, deleteType: 'SoftDelete', withSubfolders: false }))).toEqual([
      one,
    ]);
  });

  test('of a write to attachments are the item they hang on, or they themselves', () => {
    const attachments = [{ kind: 'file', name: 'canary', content: new Blob(['canary']) }] as const;
    expect(requestSubjects(createAttachment.encode({ parent: { id: itemId('a') }, attachments }))).toEqual([
      { kind: 'Item', id: 'a' },
    ]);
    expect(requestSubjects(deleteAttachment.encode({ ids: [attachmentId('x')] }))).toEqual([
      { kind: 'Attachment', id: 'x' },
    ]);
  });

  test('of a change of rules are the rules by their ids and the folders that they put mail into', () => {
    const rule = { name: 'canary', priority: 1, isEnabled: true, conditions: {}, exceptions: {} };
    const moveToFolder = { id: folderId('f') };
    const changes = [{ delete: 'r' }, { id: 's', set: { ...rule, actions: { moveToFolder } } }] as const;
    const input = { changes, folders: [moveToFolder], removesOutlookRules: false };
    expect(requestSubjects(updateInboxRules.encode(input))).toEqual([
      { kind: 'Rule', id: 'r' },
      { kind: 'Rule', id: 's' },
      { kind: 'Folder', id: 'f' },
    ]);
  });

  test('are the people whose time is asked about', () => {
    const mailboxes = [address('bob@example.test'), address('room-1@example.test')];
    const request = getUserAvailability.encode({
      mailboxes,
      start: '2026-03-16T00:00:00Z',
      end: '2026-03-17T00:00:00Z',
      slotMinutes: 30,
      isDetailed: true,
    });
    expect(requestSubjects(request)).toEqual(mailboxes.map((id) => ({ kind: 'Mailbox', id })));
  });

  test('are none where nothing is named', () => {
    expect(requestSubjects(resolveNames.encode({ query: 'canary' }))).toEqual([]);
  });
});
