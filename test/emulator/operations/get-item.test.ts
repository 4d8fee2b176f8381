import { describe, expect, it } from 'vitest';
import { readEntryId, writeEntryId } from '../../../src/emulator/store/entry-id.ts';
import {
  bodyOf,
  codesIn,
  envelope,
  idsIn,
  impersonating,
  type RunningEmulator,
  startEmulator,
} from '../running-emulator.ts';
import { mail } from '../small-organization.ts';

const getItem = (ids: readonly string[], base = 'AllProperties', more = ''): string =>
  `<m:GetItem><m:ItemShape><t:BaseShape>${base}</t:BaseShape>${more}</m:ItemShape><m:ItemIds>${ids.join('')}</m:ItemIds></m:GetItem>`;
const byId = (id: string): string => `<t:ItemId Id="${id}"/>`;

const idsOf = async ({ call }: RunningEmulator, folder: string, as?: string): Promise<readonly string[]> =>
  idsIn(
    await call(
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="${folder}"/></m:ParentFolderIds></m:FindItem>`,
      as,
    ),
    'ItemId',
  );

const richId = async (running: RunningEmulator): Promise<string> => (await idsOf(running, 'inbox'))[2] ?? '';

describe('GetItem', () => {
  it('answers every id with a message of its own, in order', async () => {
    const running = await startEmulator();
    const [, first = '', , third = ''] = await idsOf(running, 'inbox');
    const [bobs = ''] = await idsOf(running, 'inbox', 'bob@example.test');
    const gone = running.emulator.deliver('alice@example.test', 'inbox', mail('x'));
    running.emulator.remove('alice@example.test', gone);
    const folder = idsIn(
      await running.call(
        '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>',
      ),
      'FolderId',
    );
    const answer = await running.call(getItem([third, gone, bobs, 'nonsense', folder[0] ?? '', first].map(byId)));
    expect(answer.status).toBe(200);
    expect(codesIn(answer)).toEqual([
      'NoError',
      'ErrorItemNotFound',
      'ErrorAccessDenied',
      'ErrorInvalidIdMalformed',
      'ErrorCannotUseFolderIdForItemId',
      'NoError',
    ]);
    expect(bodyOf(answer)).toMatch(/>Third<.*<m:Items\/>.*>First</s);
  });

  it('cuts times to whole seconds and renders them in the zone of the request', async () => {
    const { call, post, token, emulator } = await startEmulator();
    const id = emulator.deliver('alice@example.test', 'inbox', mail('x'));
    expect((await call(getItem([byId(id)]))).text).toContain(
      '<t:DateTimeReceived>2026-01-05T08:30:15Z</t:DateTimeReceived>',
    );
    const zone = '<t:TimeZoneContext><t:TimeZoneDefinition Id="Tokyo Standard Time"/></t:TimeZoneContext>';
    const inTokyo = await post(envelope(getItem([byId(id)]), impersonating('alice@example.test') + zone), {
      authorization: `Bearer ${await token()}`,
    });
    expect(inTokyo.text).toContain('<t:DateTimeReceived>2026-01-05T17:30:15+09:00</t:DateTimeReceived>');
  });

  it('gives the body as HTML or text, and attachments without their content', async () => {
    const running = await startEmulator();
    const id = byId(await richId(running));
    const html = bodyOf(await running.call(getItem([id])));
    expect(html).toContain('<t:Body BodyType="HTML">&lt;p&gt;Hello &lt;b&gt;Alice&lt;/b&gt;&lt;/p&gt;');
    expect(html).toContain('<t:HasAttachments>true</t:HasAttachments>');
    expect(html).toMatch(
      /<t:Attachments><t:FileAttachment><t:AttachmentId Id="[^"]+"\/><t:Name>logo.png<.*<t:ContentId>logo@example.test<.*<t:IsInline>true<.*<t:ItemAttachment>.*<\/t:Attachments>/s,
    );
    expect(html).not.toContain('<t:Content>');
    const text = bodyOf(await running.call(getItem([id], 'AllProperties', '<t:BodyType>Text</t:BodyType>')));
    expect(text).toContain('<t:Body BodyType="Text">Hello Alice');
  });

  it('ties a meeting request to its calendar item', async () => {
    const running = await startEmulator();
    const [request = ''] = await idsOf(running, 'inbox');
    const [event = ''] = await idsOf(running, 'calendar');
    expect(bodyOf(await running.call(getItem([byId(request)])))).toContain(`<t:AssociatedCalendarItemId Id="${event}"`);
  });
});

it('GetItem does not find an item under the id that it had in another folder', async () => {
  const running = await startEmulator();
  const [id = ''] = await idsOf(running, 'inbox');
  const [other = ''] = await idsOf(running, 'calendar');
  const elsewhere = writeEntryId({ ...readEntryId(id), folder: readEntryId(other).folder });
  expect(codesIn(await running.call(getItem([elsewhere, id].map(byId))))).toEqual(['ErrorItemNotFound', 'NoError']);
});

describe('GetItem of a recurring event', () => {
  const occurrence = (master: string, index: number): string =>
    `<t:OccurrenceItemId RecurringMasterId="${master}" InstanceIndex="${index}"/>`;

  it('tells what became of the occurrences', async () => {
    const running = await startEmulator();
    const [master = ''] = await idsOf(running, 'calendar');
    const body = bodyOf(await running.call(getItem([byId(master)])));
    expect(body).toMatch(/<t:LastOccurrence><t:ItemId [^>]+><t:Start>2026-01-26T09:00:00Z</);
    expect(body).toContain('<t:DeletedOccurrence><t:Start>2026-01-12T09:00:00Z</t:Start></t:DeletedOccurrence>');
  });

  it('finds occurrences by index, by their own id, and the master from one of them', async () => {
    const running = await startEmulator();
    const [master = ''] = await idsOf(running, 'calendar');
    const third = await running.call(getItem([occurrence(master, 3)]));
    expect(bodyOf(third)).toContain('<t:CalendarItemType>Occurrence</t:CalendarItemType>');
    const [id = ''] = idsIn(third, 'ItemId');
    expect(id).not.toBe(master);
    expect(bodyOf(await running.call(getItem([byId(id)])))).toBe(bodyOf(third));
    const back = await running.call(getItem([`<t:RecurringMasterItemId OccurrenceId="${id}"/>`]));
    expect(idsIn(back, 'ItemId')[0]).toBe(master);
  });

  it('refuses an occurrence at no time that there is, and answers for the others', async () => {
    const running = await startEmulator();
    const [master = ''] = await idsOf(running, 'calendar');
    const [id = ''] = idsIn(await running.call(getItem([occurrence(master, 3)])), 'ItemId');
    const beyond = Buffer.from(id, 'base64');
    beyond.writeBigInt64BE(BigInt(8.64e15 + 1), beyond.length - 8);
    const answer = await running.call(getItem([byId(beyond.toString('base64')), byId(id)]));
    expect(codesIn(answer)).toEqual(['ErrorInvalidIdMalformed', 'NoError']);
  });

  it('refuses a deleted one, one past the end, and ids of the wrong kind', async () => {
    const running = await startEmulator();
    const [master = ''] = await idsOf(running, 'calendar');
    const single = await richId(running);
    const wrong = `<t:RecurringMasterItemId OccurrenceId="${master}"/>`;
    const ids = [occurrence(master, 2), occurrence(master, 5), occurrence(single, 1), wrong];
    expect(codesIn(await running.call(getItem(ids)))).toEqual([
      'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
      'ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange',
      'ErrorCalendarCannotUseIdForRecurringMasterId',
      'ErrorCalendarCannotUseIdForOccurrenceId',
    ]);
  });
});
