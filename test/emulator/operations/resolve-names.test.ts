import { describe, expect, it } from 'vitest';
import { bodyOf, codesIn, startEmulator } from '../running-emulator.ts';
import { smallOrganization } from '../small-organization.ts';

const resolve = (entry: string, attributes = 'ReturnFullContactData="false"', parents = ''): string =>
  `<m:ResolveNames ${attributes}>${parents}<m:UnresolvedEntry>${entry}</m:UnresolvedEntry></m:ResolveNames>`;

const namesIn = (body: string): readonly (string | undefined)[] =>
  [...body.matchAll(/<t:Name>([^<]*)</g)].map(([, name]) => name);

describe('ResolveNames', () => {
  it('finds one by the beginning of a name, an address or an alias', async () => {
    const { call } = await startEmulator();
    for (const entry of ['ali', 'SMITH', 'Smith, Al', 'alice@example.test', 'alice.smith@', 'smtp:alice@']) {
      const answer = await call(resolve(entry));
      expect(codesIn(answer), entry).toEqual(['NoError']);
      expect(bodyOf(answer), entry).toBe(
        '<m:ResolveNamesResponse><m:ResponseMessages><m:ResolveNamesResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:ResolutionSet TotalItemsInView="1" IncludesLastItemInRange="true"><t:Resolution><t:Mailbox><t:Name>Alice Smith</t:Name><t:EmailAddress>alice@example.test</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType><t:MailboxType>Mailbox</t:MailboxType></t:Mailbox></t:Resolution></m:ResolutionSet></m:ResolveNamesResponseMessage></m:ResponseMessages></m:ResolveNamesResponse>',
      );
    }
  });

  it('warns of several and gives them, those of the directory first', async () => {
    const { call } = await startEmulator();
    const answer = await call(resolve('bob'));
    expect(codesIn(answer)).toEqual(['ErrorNameResolutionMultipleResults']);
    expect(bodyOf(answer)).toContain('ResponseClass="Warning"');
    expect(namesIn(bodyOf(answer))).toEqual(['Bob Jones', 'Bobby Brown']);
  });

  it.each([
    ['ActiveDirectory', ['Bob Jones']],
    ['Contacts', ['Bobby Brown']],
    ['ActiveDirectoryContacts', ['Bob Jones', 'Bobby Brown']],
    ['ContactsActiveDirectory', ['Bobby Brown', 'Bob Jones']],
  ])('looks where SearchScope %s says', async (scope, expected) => {
    const { call } = await startEmulator();
    const answer = await call(resolve('bob', `ReturnFullContactData="false" SearchScope="${scope}"`));
    expect(namesIn(bodyOf(answer))).toEqual(expected);
  });

  it('finds nobody: an error, as for a word inside a name or smtp: with a name', async () => {
    const { call } = await startEmulator();
    for (const entry of ['zzz', 'lice', 'smtp:smith']) {
      expect(codesIn(await call(resolve(entry))), entry).toEqual(['ErrorNameResolutionNoResults']);
    }
  });

  it('gives contact data in the shape asked for', async () => {
    const { call } = await startEmulator();
    const full = bodyOf(await call(resolve('bobby', 'ReturnFullContactData="true"')));
    expect(full).toMatch(
      /<t:MailboxType>Contact<\/t:MailboxType><t:ItemId Id="[^"]+" ChangeKey="[^"]+"\/><\/t:Mailbox>/,
    );
    expect(full).toContain('<t:FileAs>Brown, Bobby</t:FileAs><t:DisplayName>Bobby Brown</t:DisplayName>');
    const user = bodyOf(await call(resolve('alice', 'ReturnFullContactData="true"')));
    expect(user).toContain('<t:Entry Key="EmailAddress1">SMTP:alice@example.test</t:Entry>');
    expect(user).toContain('<t:Surname>Smith</t:Surname>');
    const least = bodyOf(await call(resolve('alice', 'ReturnFullContactData="true" ContactDataShape="IdOnly"')));
    expect(least).not.toContain('<t:Contact>');
  });

  it('gives a hundred and says that there are more', async () => {
    const groups = Array.from({ length: 101 }, (_, index) => ({
      address: `list-${index}@example.test`,
      displayName: `List ${index}`,
      members: [],
    }));
    const { call } = await startEmulator({ seed: { ...smallOrganization(), groups } });
    const body = bodyOf(await call(resolve('list')));
    expect(namesIn(body)).toHaveLength(100);
    expect(body).toContain('IncludesLastItemInRange="false"');
  });

  it('tells groups and rooms from people', async () => {
    const { call } = await startEmulator();
    expect(bodyOf(await call(resolve('team')))).toContain('<t:MailboxType>PublicDL</t:MailboxType>');
    expect(bodyOf(await call(resolve('room')))).toContain('room-1@example.test');
  });
});
