import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import { codesIn, envelope, impersonating, type RunningEmulator, startEmulator } from './running-emulator.ts';
import { requestName, served, unserved } from './endpoint/operation-names.ts';

/** Operations that came with Exchange 2013 and later. https://learn.microsoft.com/exchange/client-developer/web-service-reference/ews-operations-in-exchange */
const newer =
  `ArchiveItem MarkAllItemsAsRead MarkAsJunk GetConversationItems CreateFolderPath FindPeople GetPersona GetUserPhoto GetReminders
  PerformReminderAction GetAppManifests InstallApp UninstallApp DisableApp SetClientExtension GetClientAccessToken SearchMailboxes
  GetSearchableMailboxes GetHoldOnMailboxes SetHoldOnMailboxes GetDiscoverySearchConfiguration GetNonIndexableItemStatistics
  AddNewImContactToGroup GetImItemList UpdateItemInRecoverableItems GetUserRetentionPolicyTags GetServerVersion`.split(
    /\s+/,
  );

const ask = async ({ post, token }: RunningEmulator, operation: string, version: string) => {
  const body = envelope(`<m:${requestName(operation)}/>`, impersonating('alice@example.test'));
  return post(body.replace('Exchange2010_SP2', version), { authorization: `Bearer ${await token()}` });
};

describe('the sixty operations of the Exchange2010_SP2 contract', () => {
  it('are all known here', () => {
    expect(new Set([...served, ...unserved]).size).toBe(60);
  });

  it.each(unserved)('%s is answered with the fault ErrorInvalidOperation', async (operation) => {
    const answer = await ask(await startEmulator(), operation, 'Exchange2010_SP2');
    expect([answer.status, ...codesIn(answer)]).toEqual([500, 'ErrorInvalidOperation']);
    expect(answer.text).toContain('<faultstring xml:lang="en-US">The requested operation is not supported');
  });

  it('are never answered with a mistake of the emulator’s own, asked for nothing at all', async () => {
    const running = await startEmulator();
    for (const operation of served) {
      const answer = await ask(running, operation, 'Exchange2010_SP2');
      const isAnswer = answer.text.includes(`<m:${operation}Response`);
      expect([answer.status, isAnswer], operation).toEqual(isAnswer ? [200, true] : [500, false]);
      if (!isAnswer) expect(codesIn(answer), operation).toEqual(['ErrorSchemaValidation']);
    }
  });
});

describe('an operation of a later Exchange', () => {
  it.each(newer)('%s is refused by its version, and as no request without it', async (operation) => {
    const running = await startEmulator();
    for (const [version, code] of [
      ['Exchange2013', 'ErrorInvalidServerVersion'],
      ['Exchange2010_SP2', 'ErrorInvalidRequest'],
    ] as const) {
      const answer = await ask(running, operation, version);
      expect([answer.status, ...codesIn(answer)]).toEqual([500, code]);
      expect(answer.text).not.toContain('soap:Header');
    }
  });
});

const inbox = '<t:DistinguishedFolderId Id="inbox"/>';
const shape = (more = '') => `<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>${more}</m:ItemShape>`;
const find = (attributes: string, { more = '', parent = inbox, query = '' } = {}) =>
  `<m:FindItem ${attributes}>${shape(more)}<m:ParentFolderIds>${parent}</m:ParentFolderIds>${query}</m:FindItem>`;
const preview = '<t:AdditionalProperties><t:FieldURI FieldURI="item:Preview"/></t:AdditionalProperties>';
const seek =
  '<m:SeekToConditionPageItemView BasePoint="Beginning"><t:Condition><t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists></t:Condition></m:SeekToConditionPageItemView>';
const create = (attributes: string, properties: string) =>
  `<m:CreateItem ${attributes}><m:Items><t:Message>${properties}</t:Message></m:Items></m:CreateItem>`;

describe('what later servers understand in operations of the contract', () => {
  it.each([
    [
      'a property',
      find('Traversal="Shallow"', { more: preview }),
      "The 'FieldURI' attribute is invalid - The value 'item:Preview'",
    ],
    ['a traversal', find('Traversal="Deep"'), "The 'Traversal' attribute is invalid - The value 'Deep'"],
    [
      'a well-known folder',
      find('Traversal="Shallow"', { parent: '<t:DistinguishedFolderId Id="archiveinbox"/>' }),
      "The value 'archiveinbox'",
    ],
    [
      'a page that begins where a condition holds',
      find('Traversal="Shallow"').replace('<m:ParentFolderIds>', `${seek}<m:ParentFolderIds>`),
      "has invalid child element 'SeekToConditionPageItemView' in namespace",
    ],
    [
      'highlighted words',
      find('Traversal="Shallow"', { query: '<m:QueryString ReturnHighlightTerms="true">x</m:QueryString>' }),
      "The 'ReturnHighlightTerms' attribute is not declared.",
    ],
    [
      'a body without pictures from outside',
      find('Traversal="Shallow"', { more: '<t:BlockExternalImages>true</t:BlockExternalImages>' }),
      "has invalid child element 'BlockExternalImages'",
    ],
    [
      'deletion without receipts',
      `<m:DeleteItem DeleteType="HardDelete" SuppressReadReceipts="true"><m:ItemIds><t:ItemId Id="x"/></m:ItemIds></m:DeleteItem>`,
      "The 'SuppressReadReceipts' attribute is not declared.",
    ],
    [
      'a flag',
      create(
        'MessageDisposition="SaveOnly"',
        '<t:Subject>x</t:Subject><t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag>',
      ),
      "has invalid child element 'Flag'",
    ],
    [
      'a body as text beside it',
      create('MessageDisposition="SaveOnly"', '<t:TextBody>x</t:TextBody>'),
      "has invalid child element 'TextBody'",
    ],
    [
      'working elsewhere',
      '<m:CreateItem><m:Items><t:CalendarItem><t:LegacyFreeBusyStatus>WorkingElsewhere</t:LegacyFreeBusyStatus></t:CalendarItem></m:Items></m:CreateItem>',
      "The value 'WorkingElsewhere' is invalid according to its datatype 'http://schemas.microsoft.com/exchange/services/2006/types:LegacyFreeBusyType'",
    ],
    [
      'conversations of the archive',
      `<m:FindConversation><m:IndexedPageItemView BasePoint="Beginning" Offset="0"/><m:ParentFolderId>${inbox}</m:ParentFolderId><m:MailboxScope>All</m:MailboxScope></m:FindConversation>`,
      "has invalid child element 'MailboxScope'",
    ],
  ])('%s is refused by the schema, and nothing is done', async (_what, request, violation) => {
    const { call, emulator } = await startEmulator();
    const answer = await call(request);
    expect([answer.status, ...codesIn(answer)]).toEqual([500, 'ErrorSchemaValidation']);
    const [, told = ''] = /<t:Violation>([^]*?)<\/t:Violation>/.exec(answer.text) ?? [];
    expect(told.replaceAll('&apos;', "'")).toContain(violation);
    expect(emulator.requests).toHaveLength(1);
    expect((await call(find('Traversal="Shallow"'))).text.match(/<t:ItemId /g)).toHaveLength(4);
  });

  it.each([
    'Exchange2013',
    'Exchange2013_SP1',
    'Exchange2015',
    'Exchange2016',
    'V2017_07_11',
    'Exchange2010_SP3',
    'latest',
  ])('the version %s is refused before anything else', async (version) => {
    const { post, token } = await startEmulator();
    const request = envelope('<m:FindPeople/>', impersonating('alice@example.test'));
    const body = request.replace('Exchange2010_SP2', version);
    const answer = await post(body, { authorization: `Bearer ${await token()}` });
    expect([answer.status, ...codesIn(answer)]).toEqual([500, 'ErrorInvalidServerVersion']);
  });
});

describeWithWitness('the operations, against the Exchange2010_SP2 schema', (witness) => {
  it('are those of its WSDL', () => {
    const wsdl = readFileSync(`${witness}/ews/xsd/Exchange2010_SP2/original/Services.wsdl`, 'utf8');
    const [, portType = ''] = /<wsdl:portType[^>]*>([^]*?)<\/wsdl:portType>/.exec(wsdl) ?? [];
    const operations = [...portType.matchAll(/<wsdl:operation name ?="(\w+)"/g)].map(([, name]) => name);
    expect(operations.toSorted()).toEqual([...served, ...unserved].toSorted());
  });

  it('are refused in valid documents', async () => {
    const running = await startEmulator();
    const documents: string[] = [];
    for (const operation of [...served, ...unserved, ...newer]) {
      documents.push((await ask(running, operation, 'Exchange2010_SP2')).text);
    }
    expect(await schemaErrors(witness, documents)).toEqual([]);
  });
});
