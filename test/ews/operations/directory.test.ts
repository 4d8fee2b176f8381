import { describe, expect, it } from 'vitest';
import { getServerTimeZones } from '../../../src/ews/operations/get-server-time-zones.ts';
import { resolveNames } from '../../../src/ews/operations/resolve-names.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { parsed } from '../parsed.ts';

describe('ResolveNames', () => {
  it('writes what to look for and where', () => {
    expect(writeXml(resolveNames.encode({ query: 'ann <x>' }))).toBe(
      '<m:ResolveNames ReturnFullContactData="true" SearchScope="ActiveDirectoryContacts"><m:UnresolvedEntry>ann &lt;x&gt;</m:UnresolvedEntry></m:ResolveNames>',
    );
    expect(writeXml(resolveNames.encode({ query: 'ann', scope: 'Contacts' }))).toContain('SearchScope="Contacts"');
  });

  it('reads several hits, which come as a warning', () => {
    const answer = parsed(`
      <m:ResolveNamesResponseMessage ResponseClass="Warning">
        <m:MessageText>Multiple results were found.</m:MessageText>
        <m:ResponseCode>ErrorNameResolutionMultipleResults</m:ResponseCode>
        <m:ResolutionSet IncludesLastItemInRange="false" TotalItemsInView="140">
          <t:Resolution>
            <t:Mailbox><t:Name>Ann Lee</t:Name><t:EmailAddress>Ann@example.test</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType><t:MailboxType>Mailbox</t:MailboxType></t:Mailbox>
            <t:Contact>
              <t:DisplayName>Ann Lee</t:DisplayName><t:GivenName>Ann</t:GivenName>
              <t:EmailAddresses><t:Entry Key="EmailAddress1">SMTP:Ann@example.test</t:Entry><t:Entry Key="EmailAddress2">/o=org/cn=ann</t:Entry></t:EmailAddresses>
              <t:Department>Sales</t:Department><t:JobTitle>Head</t:JobTitle><t:Surname>Lee</t:Surname>
            </t:Contact>
          </t:Resolution>
          <t:Resolution><t:Mailbox><t:Name>Team</t:Name><t:EmailAddress>team@example.test</t:EmailAddress><t:MailboxType>PublicDL</t:MailboxType></t:Mailbox></t:Resolution>
          <t:Resolution><t:Mailbox><t:Name>Old</t:Name><t:EmailAddress>old@example.test</t:EmailAddress><t:MailboxType>GroupMailbox</t:MailboxType></t:Mailbox></t:Resolution>
        </m:ResolutionSet>
      </m:ResolveNamesResponseMessage>`);
    expect(resolveNames.decode(answer, { query: 'a' })).toEqual({
      isLast: false,
      entries: [
        {
          name: 'Ann Lee',
          address: 'ann@example.test',
          mailboxType: 'Mailbox',
          contact: {
            displayName: 'Ann Lee',
            givenName: 'Ann',
            surname: 'Lee',
            department: 'Sales',
            jobTitle: 'Head',
            emailAddresses: [{ key: 'EmailAddress1', address: 'ann@example.test' }],
          },
        },
        { name: 'Team', address: 'team@example.test', mailboxType: 'PublicDL', contact: undefined },
        { name: 'Old', address: 'old@example.test', mailboxType: 'Unknown', contact: undefined },
      ],
    });
  });

  it('takes no hit for an empty answer, which EWS calls an error', () => {
    expect(resolveNames.answers).toEqual(['ErrorNameResolutionNoResults']);
    const answer = parsed(
      '<m:ResolveNamesResponseMessage ResponseClass="Error"><m:ResponseCode>ErrorNameResolutionNoResults</m:ResponseCode></m:ResolveNamesResponseMessage>',
    );
    expect(resolveNames.decode(answer, { query: 'a' })).toEqual({ entries: [], isLast: true });
  });
});

describe('GetServerTimeZones', () => {
  it('asks for all zones, or for some by id, without their definitions', () => {
    expect(writeXml(getServerTimeZones.encode({}))).toBe('<m:GetServerTimeZones ReturnFullTimeZoneData="false"/>');
    expect(writeXml(getServerTimeZones.encode({ ids: ['UTC', 'W. Europe Standard Time'] }))).toBe(
      '<m:GetServerTimeZones ReturnFullTimeZoneData="false"><m:Ids><t:Id>UTC</t:Id><t:Id>W. Europe Standard Time</t:Id></m:Ids></m:GetServerTimeZones>',
    );
  });

  it('reads ids and names', () => {
    const answer = parsed(`
      <m:GetServerTimeZonesResponseMessage ResponseClass="Success">
        <m:ResponseCode>NoError</m:ResponseCode>
        <m:TimeZoneDefinitions>
          <t:TimeZoneDefinition Id="UTC" Name="(UTC) Coordinated Universal Time"/>
          <t:TimeZoneDefinition Id="Tokyo Standard Time"><t:Periods><t:Period Bias="-PT9H" Name="s" Id="p"/></t:Periods></t:TimeZoneDefinition>
        </m:TimeZoneDefinitions>
      </m:GetServerTimeZonesResponseMessage>`);
    expect(getServerTimeZones.decode(answer, {})).toEqual([
      { id: 'UTC', name: '(UTC) Coordinated Universal Time' },
      { id: 'Tokyo Standard Time', name: undefined },
    ]);
  });
});
