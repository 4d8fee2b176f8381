import { describe, expect, it } from 'vitest';
import type { SeedOrganization } from '../../src/emulator/store/model.ts';
import { categoryList } from '../../src/ews/properties/category-list.ts';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import { answered, descendants } from './answered.ts';
import { startDemo } from './recorded-sessions.ts';
import { codesIn, type RunningEmulator, startEmulator, type TextAnswer } from './running-emulator.ts';
import { mailOrganization } from './mail-organization.ts';
import { sharingOrganization } from './sharing-organization.ts';

const texts = (answer: TextAnswer, ...names: readonly string[]): readonly (readonly string[])[] =>
  names.map((name) => descendants(answered(answer).body, name).map(({ text }) => text));

/** The mail organisation with two rooms and a list of them. */
const withRooms = (): SeedOrganization => {
  const organization = mailOrganization();
  const [somebody = expect.fail()] = organization.mailboxes;
  const room = (name: string) => ({
    ...somebody,
    address: `${name}@example.test`,
    aliases: [],
    displayName: name.toUpperCase(),
    kind: 'ROOM' as const,
  });
  const members = ['r1@example.test', 'r2@example.test'];
  return {
    ...organization,
    mailboxes: [...organization.mailboxes, room('r1'), room('r2')],
    groups: [
      ...organization.groups,
      { address: 'rooms@example.test', displayName: 'Rooms', members },
      { address: 'mixed@example.test', displayName: 'Mixed', members: [...members, 'bob@example.test'] },
      { address: 'nobody@example.test', displayName: 'Nobody', members: [] },
    ],
  };
};
const rooms = (list: string): string =>
  `<m:GetRooms><m:RoomList><t:EmailAddress>${list}@example.test</t:EmailAddress></m:RoomList></m:GetRooms>`;
const delegates = (person: string, more = '', permissions = true): string =>
  `<m:GetDelegate IncludePermissions="${permissions}"><m:Mailbox><t:EmailAddress>${person}@example.test</t:EmailAddress></m:Mailbox>${more}</m:GetDelegate>`;
const users = (...people: readonly string[]): string =>
  `<m:UserIds>${people.map((one) => `<t:UserId><t:PrimarySmtpAddress>${one}@example.test</t:PrimarySmtpAddress></t:UserId>`).join('')}</m:UserIds>`;
const settings = (name: string, folder: string, parts = 'All'): string =>
  `<m:GetUserConfiguration><m:UserConfigurationName Name="${name}"><t:DistinguishedFolderId Id="${folder}"/></m:UserConfigurationName><m:UserConfigurationProperties>${parts}</m:UserConfigurationProperties></m:GetUserConfiguration>`;

describe('lists of rooms', () => {
  it('are the groups in which there are rooms alone', async () => {
    const { call } = await startEmulator({ seed: withRooms() });
    const lists = await call('<m:GetRoomLists/>');
    expect(texts(lists, 'ResponseCode', 'Name', 'EmailAddress', 'MailboxType')).toEqual([
      ['NoError'],
      ['Rooms'],
      ['rooms@example.test'],
      ['PublicDL'],
    ]);
    expect(texts(await call(rooms('Rooms')), 'Name', 'EmailAddress', 'MailboxType')).toEqual([
      ['R1', 'R2'],
      ['r1@example.test', 'r2@example.test'],
      ['Mailbox', 'Mailbox'],
    ]);
    for (const list of ['mixed', 'nobody', 'bob'])
      expect(codesIn(await call(rooms(list)))).toEqual(['ErrorNameResolutionNoResults']);
  });

  it('are none in an organisation without them', async () => {
    const { call } = await startEmulator({ seed: mailOrganization() });
    expect(texts(await call('<m:GetRoomLists/>'), 'ResponseCode', 'Address')).toEqual([['NoError'], []]);
  });
});

describe('delegates', () => {
  const asBob = (running: RunningEmulator, request: string) => running.call(request, 'bob@example.test');

  it('are those whom a folder is shared with, and what they may do in each', async () => {
    const running = await startEmulator({ seed: sharingOrganization() });
    const answer = await asBob(running, delegates('bob'));
    expect(texts(answer, 'PrimarySmtpAddress', 'CalendarFolderPermissionLevel', 'InboxFolderPermissionLevel')).toEqual([
      ['alice@example.test'],
      ['Reviewer'],
      ['None'],
    ]);
    expect(texts(answer, 'DeliverMeetingRequests')).toEqual([['DelegatesAndMe']]);
    expect(texts(await asBob(running, delegates('bob', '', false)), 'DisplayName', 'DelegatePermissions')).toEqual([
      ['Alice Smith'],
      [],
    ]);
    expect(texts(await running.call(delegates('alice')), 'ResponseCode', 'DelegateUser')).toEqual([['NoError'], []]);
  });

  it('are told one by one when asked for, and not to others', async () => {
    const running = await startEmulator({ seed: sharingOrganization() });
    const answer = await asBob(running, delegates('bob', users('bob', 'Alice')));
    expect(texts(answer, 'ResponseCode', 'PrimarySmtpAddress')).toEqual([
      ['NoError', 'ErrorNotDelegate', 'NoError'],
      ['alice@example.test'],
    ]);
    expect(codesIn(await running.call(delegates('bob')))).toEqual(['ErrorAccessDenied']);
  });
});

describe('settings of clients', () => {
  it('are the demo’s categories with their colours, as the gateway reads them', async () => {
    const { call } = await startDemo();
    const answer = await call(settings('CategoryList', 'calendar', 'XmlData'));
    const [[document = ''] = [], dictionary] = texts(answer, 'XmlData', 'Dictionary');
    const categories = categoryList(Buffer.from(document, 'base64').toString());
    expect(categories.map(({ name }) => name)).toEqual([
      'Clients',
      'Finance',
      'Legal',
      'Projects',
      'Travel',
      'Someday',
    ]);
    expect(dictionary).toEqual([]);
  });

  it('are told in the parts that are asked for', async () => {
    const { call } = await startDemo();
    const [values] = texts(await call(settings('OWA.UserOptions', 'root', 'Id Dictionary')), 'Value');
    expect(values?.slice(0, 2)).toEqual(['timezone', 'W. Europe Standard Time']);
    expect(texts(await call(settings('OWA.UserOptions', 'root', 'XmlData')), 'Value', 'XmlData')).toEqual([[], []]);
  });

  it('are not found where nobody kept any, and have a folder that is there', async () => {
    const { call } = await startDemo();
    expect(codesIn(await call(settings('WorkHours', 'calendar')))).toEqual(['ErrorItemNotFound']);
    expect(codesIn(await call(settings('CategoryList', 'inbox')))).toEqual(['ErrorItemNotFound']);
    expect(codesIn(await call(settings('CategoryList', 'publicfoldersroot')))).toEqual(['ErrorFolderNotFound']);
    expect(codesIn(await call(settings('CategoryList', 'calendar', 'Everything')))).toEqual(['ErrorSchemaValidation']);
    const plain = await startEmulator({ seed: mailOrganization() });
    expect(codesIn(await plain.call(settings('CategoryList', 'calendar')))).toEqual(['ErrorItemNotFound']);
  });
});

describeWithWitness('answers about rooms, delegates and settings, against the schema', (folder) => {
  it('are valid', async () => {
    const documents: string[] = [];
    const ask = async ({ call }: RunningEmulator, person: string, ...requests: readonly string[]) => {
      for (const request of requests) documents.push((await call(request, `${person}@example.test`)).text);
    };
    await ask(await startEmulator({ seed: withRooms() }), 'alice', '<m:GetRoomLists/>', rooms('rooms'), rooms('bob'));
    const sharing = await startEmulator({ seed: sharingOrganization() });
    await ask(sharing, 'bob', delegates('bob'), delegates('bob', users('bob')), delegates('alice'));
    await ask(sharing, 'alice', delegates('alice'));
    const asked = [settings('CategoryList', 'calendar'), settings('OWA.UserOptions', 'root'), settings('x', 'inbox')];
    await ask(await startDemo(), 'alice', ...asked);
    expect(await schemaErrors(folder, documents)).toEqual([]);
  });
});
