import { afterAll, describe, expect, it } from 'vitest';
import type { Permission } from '../../../src/access/caller.ts';
import type { SeedItem } from '../../../src/emulator/store/model.ts';
import { node } from '../../../src/emulator/xml/xml.ts';
import { permissions } from '../../../src/access/caller.ts';
import { message } from '../../emulator/elements.ts';
import { askServer } from '../ask-server.ts';
import { ewsIdIn, sealedId } from '../journey-of-test.ts';
import { alice, deliverSamples, startPermitted } from '../permission-samples.ts';
import { askChanges, changesSince, changesToEnd, positionOf } from './follow-changes.ts';

const journey = await startPermitted();
afterAll(() => journey.close());

const people: SeedItem = {
  element: node('t:DistributionList', [
    node('t:ItemClass', 'IPM.DistList'),
    node('t:Subject', 'People of the merger'),
    node('t:DisplayName', 'People of the merger'),
  ]),
  attachments: [],
};
const note: SeedItem = { element: message({ 't:ItemClass': 'IPM.Note', 't:Subject': 'Misfiled' }), attachments: [] };

const deliver = (folder: string, item: SeedItem): string =>
  sealedId('Item', alice, journey.emulator.deliver(alice, folder, item));

/** What was told, as a caller with these permissions is: names of types and ids, nothing of folders. */
const toldTo = async (since: string, held: readonly Permission[]): Promise<readonly string[]> => {
  journey.permit(...held);
  const { changes } = await changesToEnd(journey, alice, since, {
    row: '__typename ... on ItemRemoved { id } ... on MessageReadStateChanged { id }',
  });
  journey.permit(...permissions);
  return changes.map(({ __typename, id }) => (id === undefined ? __typename : `${__typename} ${id}`)).toSorted();
};

const folderTypes = (told: readonly string[]): readonly string[] => told.filter((line) => !line.startsWith('Folder'));

describe('a caller is told of changes', () => {
  const kinds = ['MessageChanged', 'CalendarEventChanged', 'ContactChanged', 'TaskChanged', 'FolderChanged'];

  it.each<readonly [Permission, readonly string[]]>([
    ['READ_METADATA', ['MessageChanged', 'CalendarEventChanged', 'TaskChanged', 'FolderChanged']],
    ['READ_MESSAGES', ['MessageChanged', 'FolderChanged']],
    ['READ_CALENDAR', ['CalendarEventChanged', 'TaskChanged']],
    ['READ_CONTACTS', ['ContactChanged']],
  ])('with %s: of %j and of no other kind, and its token goes on over the rest', async (permission, seen) => {
    const since = await positionOf(journey, alice);
    const samples = await deliverSamples(journey);
    expect([...new Set(await toldTo(since, permissions))]).toEqual(kinds.toSorted());
    expect([...new Set(await toldTo(since, [permission]))]).toEqual(seen.toSorted());

    journey.permit(permission);
    const { token } = await changesToEnd(journey, alice, since, { row: '__typename' });
    journey.permit(...permissions);
    for (const id of [samples.message, samples.event, samples.contact, samples.task])
      journey.emulator.remove(alice, ewsIdIn(id));
    const removed = [
      ...(seen.includes('MessageChanged') ? [samples.message] : []),
      ...(seen.includes('CalendarEventChanged') ? [samples.event, samples.task] : []),
      ...(seen.includes('ContactChanged') ? [samples.contact] : []),
    ];
    expect(folderTypes(await toldTo(token, [permission]))).toEqual(removed.map((id) => `ItemRemoved ${id}`).toSorted());
  });

  it('never, who may see nothing in the mailbox: that is FORBIDDEN and asks the mail server nothing', async () => {
    const since = await positionOf(journey, alice);
    journey.emulator.requests.length = 0;
    journey.permit('SEND', 'WRITE_MESSAGES', 'MANAGE_SETTINGS');
    const answer = await askChanges(journey, alice, since);
    journey.permit(...permissions);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(journey.emulator.requests).toEqual([]);
  });

  it('of a list of people only with READ_CONTACTS, wherever it lies', async () => {
    const since = await positionOf(journey, alice);
    const inContacts = deliver('contacts', people);
    deliver('inbox', people);
    expect(folderTypes(await toldTo(since, ['READ_MESSAGES', 'READ_CALENDAR']))).toEqual([]);
    expect(folderTypes(await toldTo(since, ['READ_CONTACTS']))).toEqual([]);
    expect(folderTypes(await toldTo(since, ['READ_MESSAGES', 'READ_CONTACTS']))).toEqual([
      'MessageChanged',
      'MessageChanged',
    ]);

    const token = await positionOf(journey, alice);
    journey.emulator.remove(alice, ewsIdIn(inContacts));
    expect(folderTypes(await toldTo(token, ['READ_MESSAGES', 'READ_CALENDAR']))).toEqual([]);
    expect(folderTypes(await toldTo(token, ['READ_CONTACTS']))).toEqual([`ItemRemoved ${inContacts}`]);
  });

  it('of a message that lies among events only if it may see both, also of its read state', async () => {
    const since = await positionOf(journey, alice);
    const id = deliver('calendar', note);
    expect(folderTypes(await toldTo(since, ['READ_MESSAGES']))).toEqual([]);
    expect(folderTypes(await toldTo(since, ['READ_CALENDAR']))).toEqual([]);
    expect(folderTypes(await toldTo(since, ['READ_MESSAGES', 'READ_CALENDAR']))).toEqual(['MessageChanged']);

    const token = await positionOf(journey, alice);
    journey.emulator.setRead(alice, ewsIdIn(id), true);
    expect(folderTypes(await toldTo(token, ['READ_MESSAGES']))).toEqual([]);
    expect(folderTypes(await toldTo(token, ['READ_MESSAGES', 'READ_CALENDAR']))).toEqual([
      `MessageReadStateChanged ${id}`,
    ]);
  });
});

describe('a move by somebody else', () => {
  it('is a removal and something new', async () => {
    const id = deliver('inbox', note);
    const since = await positionOf(journey, alice);
    await askServer(
      journey,
      'alice',
      `<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id="junkemail"/></m:ToFolderId><m:ItemIds><t:ItemId Id="${ewsIdIn(id)}"/></m:ItemIds></m:MoveItem>`,
    );
    const { changes } = await changesSince(journey, alice, since, {
      row: '__typename ... on ItemRemoved { id } ... on MessageChanged { kind previousId }',
    });
    const told = changes.filter(({ __typename }) => !__typename.startsWith('Folder'));
    expect(told).toHaveLength(2);
    expect(told).toContainEqual({ __typename: 'ItemRemoved', id });
    expect(told).toContainEqual({ __typename: 'MessageChanged', kind: 'CREATED', previousId: null });
  });
});
