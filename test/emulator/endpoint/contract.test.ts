import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { codesIn, envelope, impersonating, type RunningEmulator, startEmulator } from '../running-emulator.ts';
import { requestName, served, unserved } from './operation-names.ts';

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
