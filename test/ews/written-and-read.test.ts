import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import { createAttachment } from '../../src/ews/operations/create-attachment.ts';
import { createFolder } from '../../src/ews/operations/create-folder.ts';
import { createItem, type NewItem } from '../../src/ews/operations/create-item.ts';
import { deleteAttachment } from '../../src/ews/operations/delete-attachment.ts';
import { deleteFolder } from '../../src/ews/operations/delete-folder.ts';
import { deleteItem } from '../../src/ews/operations/delete-item.ts';
import { emptyFolder } from '../../src/ews/operations/empty-folder.ts';
import { findItem } from '../../src/ews/operations/find-item.ts';
import { getAttachment } from '../../src/ews/operations/get-attachment.ts';
import { getFolder } from '../../src/ews/operations/get-folder.ts';
import { getItem } from '../../src/ews/operations/get-item.ts';
import { moveFolder } from '../../src/ews/operations/move-folder.ts';
import { copyItem, moveItem } from '../../src/ews/operations/move-item.ts';
import { sendItem } from '../../src/ews/operations/send-item.ts';
import { updateFolder } from '../../src/ews/operations/update-folder.ts';
import { updateItem, type ItemUpdate } from '../../src/ews/operations/update-item.ts';
import { folderProperties } from '../../src/ews/properties/folder.ts';
import type { DistinguishedFolderId, FolderTarget, ItemReference } from '../../src/ews/properties/id.ts';
import { looseValue } from '../../src/ews/properties/item-element.ts';
import { itemTypes, type ItemType } from '../../src/ews/properties/item-types.ts';
import { messageProperties } from '../../src/ews/properties/message.ts';
import { markers } from '../../src/ews/properties/named-property.ts';
import type { AnyProperty, Permissions } from '../../src/ews/properties/property.ts';
import { assign } from '../../src/ews/properties/written-rows.ts';
import { address } from '../access.ts';
import { emulatorSessions, type EmulatorSessions } from './emulator-session.ts';
import { calendarItemSamples, contactSamples, messageSamples, taskSamples } from './properties/samples.ts';

let sessions: EmulatorSessions;
beforeAll(async () => {
  sessions = await emulatorSessions();
});
afterAll(() => sessions.close());

const alice = address('alice@example.test');
const bob = address('bob@example.test');
const roleFolder = (distinguished: DistinguishedFolderId): FolderTarget => ({ distinguished, mailbox: alice });

/** The answer where none may be an error. */
const done = <Output>(outputs: readonly (Output | EwsError)[]): readonly Output[] =>
  outputs.map((output) => {
    if (output instanceof EwsError) throw output;
    return output;
  });
const only = <Value>(values: readonly Value[]): Value => values[0] ?? expect.fail('nothing came back');
const codes = (outputs: readonly unknown[]): readonly unknown[] =>
  outputs.map((output) => (output instanceof EwsError ? output.responseCode : 'done'));

/** Nobody of the organisation, whose names a server would put in place of what was written. */
const stranger = { name: 'Zoe "Z" <Quill>', address: 'zoe@elsewhere.test' };
const guests = [{ mailbox: stranger, response: 'Unknown' }];
const strangers = {
  ...Object.fromEntries(['toRecipients', 'ccRecipients', 'bccRecipients', 'replyTo'].map((name) => [name, [stranger]])),
  ...Object.fromEntries(['requiredAttendees', 'optionalAttendees', 'resources'].map((name) => [name, guests])),
  from: stranger,
  sender: stranger,
};
const samples: Readonly<Record<ItemType, Readonly<Record<string, unknown>>>> = {
  Message: { ...messageSamples, ...strangers },
  CalendarItem: { ...calendarItemSamples, ...strangers },
  Contact: contactSamples,
  Task: taskSamples,
};
/** What an item of the kind cannot do without. */
const basis: Readonly<Record<ItemType, object>> = {
  Message: {},
  CalendarItem: { start: calendarItemSamples.start, end: calendarItemSamples.end },
  Contact: {},
  Task: {},
};

const namesThat = (type: ItemType, permission: keyof Permissions): readonly string[] =>
  Object.entries<AnyProperty>(itemTypes[type])
    // Contents have tests of their own below.
    .filter(([name, { allows }]) => allows[permission] === true && name !== 'attachments' && name !== 'mimeContent')
    .map(([name]) => name);

const create = async (session: EwsSession, items: readonly NewItem[]): Promise<readonly ItemReference[]> =>
  done(await session.callEach(createItem, { items, disposition: 'SaveOnly', invitations: 'SendToNone' })).map(only);

/** What an item says under one name of its table. */
const valueOf = async (session: EwsSession, type: ItemType, item: ItemReference, name: string): Promise<unknown> => {
  const row = (itemTypes[type] as Readonly<Record<string, AnyProperty>>)[name] ?? expect.fail(name);
  const { properties } = await session.call(getItem, { ids: [{ id: item.id }], wanted: [row] });
  return (properties as Readonly<Record<string, unknown>>)[name];
};

describe.each(Object.keys(itemTypes) as ItemType[])('every row of %s', (type) => {
  it('that may be set on something new is read back', async () => {
    const session = sessions.as(alice);
    const names = namesThat(type, 'create');
    const properties = (name: string): object => ({ ...basis[type], [name]: samples[type][name] });
    const items = await create(
      session,
      names.map((name) => ({ type, properties: properties(name) }) as NewItem),
    );
    for (const [index, name] of names.entries())
      expect(await valueOf(session, type, items[index]!, name), name).toEqual(samples[type][name]);
  });

  it('that may be changed is changed, and cleared where that is allowed', async () => {
    const session = sessions.as(alice);
    const names = namesThat(type, 'update');
    const clearable = namesThat(type, 'clear');
    const items = await create(
      session,
      names.map(() => ({ type, properties: { ...basis[type], subject: 'before' } }) as NewItem),
    );
    const change = async (written: readonly string[], value: (name: string) => unknown): Promise<void> => {
      const changes = written.map(
        (name) => ({ id: items[names.indexOf(name)]!.id, type, changes: { [name]: value(name) } }) as ItemUpdate,
      );
      const more = {
        conflictResolution: 'AlwaysOverwrite',
        disposition: 'SaveOnly',
        invitations: 'SendToNone',
      } as const;
      done(await session.callEach(updateItem, { changes, ...more }));
    };
    const read = (name: string): Promise<unknown> => valueOf(session, type, items[names.indexOf(name)]!, name);
    await change(names, (name) => samples[type][name]);
    for (const name of names) expect(await read(name), name).toEqual(samples[type][name]);
    await change(clearable, () => null);
    // A text that is gone may come back empty.
    for (const name of clearable) expect((await read(name)) ?? '', name).toBe('');
  });
});

describe('a file', () => {
  it('comes back as it was sent: with its message, hung on later, and gone when taken away', async () => {
    const session = sessions.as(alice);
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 31) % 251));
    const item = only(
      await create(session, [
        {
          type: 'Message',
          properties: {
            subject: 'files',
            attachments: [{ kind: 'file', name: 'inline.bin', content: new Blob([bytes]) }],
          },
        },
      ]),
    );
    const added = await session.call(createAttachment, {
      parent: item,
      attachments: [
        {
          kind: 'file',
          name: 'later.bin',
          contentType: 'image/png',
          contentId: 'c1',
          isInline: true,
          content: new Blob([bytes]),
        },
      ],
    });
    expect(added.parent?.id).toBe(item.id);
    expect(added.parent?.changeKey).not.toBe(item.changeKey);
    const { properties } = await session.call(getItem, { ids: [item], wanted: [messageProperties.attachments] });
    expect(properties.attachments).toMatchObject([
      { name: 'inline.bin', isInline: false },
      { name: 'later.bin', contentType: 'image/png', contentId: 'c1', isInline: true, id: added.id },
    ]);
    const ids = (properties.attachments ?? []).map(({ id }) => id);
    for (const content of done(await session.callEach(getAttachment, { ids })))
      expect('contentBase64' in content && content.contentBase64 === bytes.toString('base64')).toBe(true);
    expect((await session.call(deleteAttachment, { ids: [added.id] }))?.id).toBe(item.id);
    expect(await valueOf(session, 'Message', item, 'attachments')).toMatchObject([{ name: 'inline.bin' }]);
  });
});

describe('a message', () => {
  it('that is sent in one step arrives once, keeps its marker at home and takes none along', async () => {
    const session = sessions.as(alice);
    const subject = 'Sent in one step';
    const named = [assign(markers.key, 'hash-of-a-key')];
    await session.call(createItem, {
      items: [
        {
          type: 'Message',
          properties: { subject, toRecipients: [{ address: bob }], bodyText: { type: 'Text', content: 'Hello' } },
          named,
        },
      ],
      disposition: 'SendAndSaveCopy',
      saveIn: roleFolder('sentitems'),
    });
    const found = async (who: EwsSession, distinguished: DistinguishedFolderId) =>
      (
        await who.call(findItem, {
          parents: [{ distinguished, mailbox: who.mailbox }],
          wanted: [messageProperties.subject, markers.key],
          view: { type: 'indexed', offset: 0, limit: 10 },
          restriction: { property: messageProperties.subject, is: 'equalTo', value: subject },
        })
      ).items;
    expect((await found(session, 'sentitems')).map((item) => looseValue(item, markers.key))).toEqual(['hash-of-a-key']);
    expect((await found(sessions.as(bob), 'inbox')).map((item) => looseValue(item, markers.key))).toEqual([undefined]);
    const marked = await session.call(findItem, {
      parents: [roleFolder('sentitems')],
      wanted: [messageProperties.subject],
      view: { type: 'indexed', offset: 0, limit: 10 },
      restriction: { property: markers.key, is: 'equalTo', value: 'hash-of-a-key' },
    });
    expect(marked.items.map(({ properties }) => properties.subject)).toEqual([subject]);
  });

  it('that has changed since is not overwritten, and a stale draft is not sent', async () => {
    const session = sessions.as(alice);
    const draft = only(
      await create(session, [{ type: 'Message', properties: { subject: 'one', toRecipients: [{ address: bob }] } }]),
    );
    const change = (changeKey: string | undefined, subject: string) =>
      session.callEach(updateItem, {
        changes: [{ id: draft.id, changeKey, type: 'Message', changes: { subject } }],
        conflictResolution: 'NeverOverwrite',
        disposition: 'SaveOnly',
      });
    const changed = only(done(await change(draft.changeKey, 'two')));
    expect(changed.item?.changeKey).not.toBe(draft.changeKey);
    expect(codes(await change(draft.changeKey, 'three'))).toEqual(['ErrorIrresolvableConflict']);
    expect(await valueOf(session, 'Message', draft, 'subject')).toBe('two');
    const send = (changeKey = '') =>
      session.callEach(sendItem, { ids: [{ id: draft.id, changeKey }], saveCopyIn: roleFolder('sentitems') });
    expect(codes(await send(draft.changeKey))).not.toEqual(['done']);
    expect(codes(await send(changed.item?.changeKey))).toEqual(['done']);
  });

  it('moves under a new id, is copied, answered, and deleted one by one in one call', async () => {
    const session = sessions.as(alice);
    const [first, second] = await create(
      session,
      ['a', 'b'].map((subject) => ({ type: 'Message', properties: { subject } }) as const),
    );
    if (first === undefined || second === undefined) expect.fail('two drafts');
    const moved = (await session.call(moveItem, { ids: [first], to: roleFolder('inbox') })) ?? expect.fail('no new id');
    const copied = (await session.call(copyItem, { ids: [moved], to: roleFolder('drafts') })) ?? expect.fail('no id');
    expect(new Set([first.id, moved.id, copied.id]).size).toBe(3);
    const forward = only(
      await session.call(createItem, {
        items: [
          {
            response: 'ForwardItem',
            ...moved,
            properties: { toRecipients: [{ address: bob }] },
            newBody: { type: 'Text', content: 'Please read' },
          },
        ],
        disposition: 'SaveOnly',
      }),
    );
    expect(JSON.stringify(await valueOf(session, 'Message', forward, 'bodyText'))).toContain('Please read');
    expect(
      codes(
        await session.callEach(deleteItem, { ids: [moved, first, copied, second, forward], deleteType: 'HardDelete' }),
      ),
    ).toEqual(['done', 'ErrorItemNotFound', 'done', 'done', 'done']);
  });
});

it('a folder is made, named anew, moved, emptied and deleted', async () => {
  const session = sessions.as(alice);
  const parent = roleFolder('inbox');
  const folders = ['Projects', 'Projects', 'Plans'].map(
    (displayName) => ({ element: 'Folder', properties: { displayName } }) as const,
  );
  const made = await session.callEach(createFolder, { parent, folders });
  expect(codes(made)).toEqual(['done', 'ErrorFolderExists', 'done']);
  const [projects, , plans] = made;
  if (projects === undefined || projects instanceof EwsError || plans === undefined || plans instanceof EwsError)
    return expect.fail('no folders');
  await session.call(updateFolder, {
    changes: [{ ...projects, element: 'Folder', changes: { displayName: 'Old & done' } }],
  });
  await session.call(moveFolder, { folders: [plans], to: projects });
  const { displayName, parentFolderId, totalCount } = folderProperties;
  const read = async () =>
    done(
      await session.callEach(getFolder, {
        folders: [projects, plans],
        wanted: [displayName, parentFolderId, totalCount],
      }),
    );
  expect((await read()).map(({ properties }) => properties.displayName)).toEqual(['Old & done', 'Plans']);
  expect((await read())[1]?.properties.parentFolderId).toBe(projects.id);
  await session.call(createItem, {
    items: [{ type: 'Message', properties: { subject: 'in a folder' } }],
    disposition: 'SaveOnly',
    saveIn: projects,
  });
  expect((await read())[0]?.properties.totalCount).toBe(1);
  await session.call(emptyFolder, { folders: [projects], deleteType: 'HardDelete', withSubfolders: false });
  expect((await read()).map(({ properties }) => properties.totalCount)).toEqual([0, 0]);
  await session.call(deleteFolder, { folders: [projects], deleteType: 'HardDelete' });
  const gone = await session.callEach(getFolder, { folders: [projects, plans], wanted: [] });
  expect(gone.map((folder) => folder instanceof EwsError)).toEqual([true, true]);
});
