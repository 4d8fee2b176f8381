import { describe, expect, it } from 'vitest';
import { childText } from '../../../src/ews/xml.ts';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { answered, descendants } from '../answered.ts';
import { startDemo } from '../recorded-sessions.ts';
import { codesIn, type RunningEmulator } from '../running-emulator.ts';
import { createItem, itemsIn, people, sendMessage, startMail } from '../writing.ts';

const find = (
  folder = 'inbox',
  view = 'MaxEntriesReturned="10" Offset="0" BasePoint="Beginning"',
  order = '',
): string =>
  `<m:FindConversation><m:IndexedPageItemView ${view}/>${order}<m:ParentFolderId><t:DistinguishedFolderId Id="${folder}"/></m:ParentFolderId></m:FindConversation>`;

/** Texts in the conversations found, by element, one list for each conversation. */
const found = async (running: RunningEmulator, request: string, ...names: readonly string[]) =>
  descendants(answered(await running.call(request)).body, 'Conversation').map((conversation) =>
    names.map((name) =>
      descendants(conversation, name).map(({ text, children }) => text || children.map((one) => one.text)),
    ),
  );

const toAlice = people('ToRecipients', 'alice@example.test');
const write = (running: RunningEmulator, subject: string, person = 'bob', more = '') =>
  running.call(sendMessage(`<t:Subject>${subject}</t:Subject>${more}${toAlice}`), `${person}@example.test`);

describe('FindConversation', () => {
  it('tells messages that belong together, in the folder and everywhere', async () => {
    const running = await startMail();
    await write(running, 'Plan', 'bob', '<t:Importance>High</t:Importance>');
    running.emulator.clock.advance(60_000);
    const [first = ''] = /<t:ItemId [^>]+>/.exec((await running.call(find())).text) ?? [];
    const reply = `<t:ReplyToItem>${first.replace('t:ItemId', 't:ReferenceItemId')}<t:NewBodyContent BodyType="Text">Yes</t:NewBodyContent></t:ReplyToItem>`;
    expect(codesIn(await running.call(createItem(reply, 'MessageDisposition="SendAndSaveCopy"')))).toEqual(['NoError']);
    const names = ['ConversationTopic', 'MessageCount', 'GlobalMessageCount', 'UnreadCount', 'Importance'];
    expect(await found(running, find(), ...names)).toEqual([[['Plan'], ['1'], ['2'], ['1'], ['High']]]);
    const people = ['UniqueSenders', 'GlobalUniqueSenders', 'UniqueUnreadSenders', 'GlobalUniqueRecipients'];
    expect(await found(running, find(), ...people)).toEqual([
      [[['Bob Okafor']], [['Alice Smith', 'Bob Okafor']], [['Bob Okafor']], [['Bob Okafor', 'Alice Smith']]],
    ]);
    expect(await found(running, find(), 'LastDeliveryTime', 'GlobalLastDeliveryTime')).toEqual([
      [['2026-11-20T10:00:00Z'], ['2026-11-20T10:01:00Z']],
    ]);
    expect(await found(running, find('drafts'))).toEqual([]);
  });

  it('tells the conversation with the newest message first, in pages', async () => {
    const running = await startMail();
    for (const subject of ['One', 'Two', 'Three']) {
      await write(running, subject);
      running.emulator.clock.advance(60_000);
    }
    const page = (offset: number) =>
      found(
        running,
        find('inbox', `MaxEntriesReturned="2" Offset="${offset}" BasePoint="Beginning"`),
        'ConversationTopic',
      );
    expect((await page(0)).flat(2)).toEqual(['Three', 'Two']);
    expect((await page(2)).flat(2)).toEqual(['One']);
  });

  it('begins another conversation where the subject is another one, and keeps it in what servers write', async () => {
    const running = await startMail();
    await write(running, 'Plan');
    const [first] = await itemsIn(running, 'inbox');
    const id = (first && childText(first, 'InternetMessageId')) ?? '';
    const answering = `<t:InReplyTo>${id.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</t:InReplyTo>`;
    for (const subject of ['RE: plan', 'Something else', 'Automatic reply: Plan']) {
      running.emulator.clock.advance(60_000);
      const answer = `<t:Message><t:Subject>${subject}</t:Subject>${answering}${toAlice}</t:Message>`;
      await running.call(createItem(answer, 'MessageDisposition="SendOnly"'), 'bob@example.test');
    }
    expect(await found(running, find(), 'ConversationTopic', 'MessageCount')).toEqual([
      [['Plan'], ['3']],
      [['Something else'], ['1']],
    ]);
  });

  it('tells the conversation with the oldest message first when asked to', async () => {
    const running = await startMail();
    for (const subject of ['One', 'Two']) {
      await write(running, subject);
      running.emulator.clock.advance(60_000);
    }
    const by = (order: string, path: string): string =>
      `<m:SortOrder><t:FieldOrder Order="${order}"><t:FieldURI FieldURI="${path}"/></t:FieldOrder></m:SortOrder>`;
    const topics = async (order: string) =>
      (
        await found(running, find('inbox', undefined, by(order, 'conversation:LastDeliveryTime')), 'ConversationTopic')
      ).flat(2);
    expect(await topics('Ascending')).toEqual(['One', 'Two']);
    expect(await topics('Descending')).toEqual(['Two', 'One']);
    const other = find('inbox', undefined, by('Ascending', 'conversation:MessageCount'));
    expect(codesIn(await running.call(other))).toEqual(['ErrorUnsupportedPathForSortGroup']);
  });

  it('refuses a folder that is not there, saved searches, and an order by anything else', async () => {
    const { call } = await startDemo();
    expect(codesIn(await call(find('publicfoldersroot')))).toEqual(['ErrorFolderNotFound']);
    const searches = await call(
      '<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:ParentFolderIds><t:DistinguishedFolderId Id="root"/></m:ParentFolderIds></m:FindFolder>',
    );
    const [, search = expect.fail()] = /<t:SearchFolder>(<t:FolderId [^>]+>)/.exec(searches.text) ?? [];
    const inSearch = find().replace('<t:DistinguishedFolderId Id="inbox"/>', search);
    expect(codesIn(await call(inSearch))).toEqual(['ErrorInvalidFolderTypeForOperation']);
    const order =
      '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></t:FieldOrder></m:SortOrder>';
    expect(codesIn(await call(find('inbox', undefined, order)))).toEqual(['ErrorUnsupportedPathForSortGroup']);
    expect(codesIn(await call(find('inbox', 'MaxEntriesReturned="0" Offset="0" BasePoint="Beginning"')))).toEqual([
      'ErrorInvalidPagingMaxRows',
    ]);
  });
});

describeWithWitness('conversations of the demo, against the schema', (folder) => {
  it('are valid, and so are refusals', async () => {
    const { call } = await startDemo();
    const requests = [
      find('inbox', 'MaxEntriesReturned="200" Offset="0" BasePoint="Beginning"'),
      find('sentitems'),
      find('publicfoldersroot'),
    ];
    const documents: string[] = [];
    for (const request of requests) documents.push((await call(request)).text);
    expect(documents[0]?.match(/<t:Conversation>/g)?.length).toBe(200);
    expect(await schemaErrors(folder, documents)).toEqual([]);
  });
});
