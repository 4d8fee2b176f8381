import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { attendees, mailbox, recipient, recipients } from '../../../src/ews/properties/recipient.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { parsed } from '../parsed.ts';

const readMailbox = (content: string) => mailbox.decode(parsed(`<t:Mailbox>${content}</t:Mailbox>`));

describe('mailbox', () => {
  it('reads name and address, the address in lower case', () => {
    expect(
      readMailbox(
        '<t:Name>Ann Lee</t:Name><t:EmailAddress>Ann.Lee@Example.Test</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType>',
      ),
    ).toEqual({ name: 'Ann Lee', address: 'ann.lee@example.test' });
  });

  it('takes the routing type in any case, and SMTP when there is none', () => {
    expect(readMailbox('<t:EmailAddress>bob@example.test</t:EmailAddress><t:RoutingType>smtp</t:RoutingType>')).toEqual(
      { address: 'bob@example.test' },
    );
    expect(readMailbox('<t:EmailAddress>bob@example.test</t:EmailAddress>')).toEqual({ address: 'bob@example.test' });
  });

  it('tells no address of Exchange’s own kind', () => {
    const legacy = '<t:EmailAddress>/O=ORG/OU=First/CN=Recipients/CN=ann</t:EmailAddress>';
    expect(readMailbox(`<t:Name>Ann</t:Name>${legacy}<t:RoutingType>EX</t:RoutingType>`)).toEqual({ name: 'Ann' });
    expect(readMailbox(legacy)).toEqual({});
  });

  it('keeps an address that we would not have made as it stands', () => {
    expect(readMailbox('<t:EmailAddress>"Ann Lee"@Example.Test</t:EmailAddress>')).toEqual({
      address: '"Ann Lee"@Example.Test',
    });
  });

  it('takes an address without @ for the name that it is', () => {
    expect(readMailbox('<t:EmailAddress>Undisclosed recipients</t:EmailAddress>')).toEqual({
      name: 'Undisclosed recipients',
    });
  });

  it('copes with a name alone and with nothing', () => {
    expect(readMailbox('<t:Name>Ann</t:Name>')).toEqual({ name: 'Ann' });
    expect(readMailbox('')).toEqual({});
  });
});

describe('people', () => {
  it('writes and reads one person in an element of their own', () => {
    const xml =
      '<t:From><t:Mailbox><t:Name>A &amp; B</t:Name><t:EmailAddress>a@example.test</t:EmailAddress></t:Mailbox></t:From>';
    const value = { name: 'A & B', address: 'a@example.test' };
    expect(writeXml(recipient.encode('t:From', value))).toBe(xml);
    expect(recipient.decode(parsed(xml))).toEqual(value);
    expect(() => recipient.decode(parsed('<t:From/>'))).toThrow(new EwsError('decode', 'From has no Mailbox'));
  });

  it('keeps the order of a list', () => {
    const xml =
      '<t:ToRecipients><t:Mailbox><t:EmailAddress>b@example.test</t:EmailAddress></t:Mailbox><t:Mailbox><t:EmailAddress>a@example.test</t:EmailAddress></t:Mailbox></t:ToRecipients>';
    expect(recipients.decode(parsed(xml)).map(({ address }) => address)).toEqual(['b@example.test', 'a@example.test']);
    expect(
      writeXml(recipients.encode('t:ToRecipients', [{ address: 'b@example.test' }, { address: 'a@example.test' }])),
    ).toBe(xml);
  });

  it('reads what attendees answered and when, and writes an invitation without answers', () => {
    const xml = `<t:RequiredAttendees>
      <t:Attendee><t:Mailbox><t:Name>Bob</t:Name><t:EmailAddress>bob@example.test</t:EmailAddress></t:Mailbox><t:ResponseType>Accept</t:ResponseType><t:LastResponseTime>2026-11-20T10:00:00Z</t:LastResponseTime></t:Attendee>
      <t:Attendee><t:Mailbox><t:EmailAddress>eve@example.test</t:EmailAddress></t:Mailbox></t:Attendee>
      <t:Attendee><t:Mailbox><t:EmailAddress>dan@example.test</t:EmailAddress></t:Mailbox><t:ResponseType>Postponed</t:ResponseType></t:Attendee>
    </t:RequiredAttendees>`;
    expect(attendees.decode(parsed(xml))).toEqual([
      {
        mailbox: { name: 'Bob', address: 'bob@example.test' },
        response: 'Accept',
        respondedAt: '2026-11-20T10:00:00Z',
      },
      { mailbox: { address: 'eve@example.test' }, response: 'Unknown' },
      { mailbox: { address: 'dan@example.test' }, response: 'Unknown' },
    ]);
    expect(
      writeXml(attendees.encode('t:Resources', [{ mailbox: { address: 'room-1@example.test' }, response: 'Unknown' }])),
    ).toBe(
      '<t:Resources><t:Attendee><t:Mailbox><t:EmailAddress>room-1@example.test</t:EmailAddress></t:Mailbox></t:Attendee></t:Resources>',
    );
  });
});
