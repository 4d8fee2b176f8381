import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/ews/errors.ts';
import { emailEntry, imEntry, phoneEntry, physicalAddressPart } from '../../../src/ews/properties/contact-entry.ts';
import { itemUpdates, newItem } from '../../../src/ews/properties/item-element.ts';
import { assign } from '../../../src/ews/properties/written-rows.ts';
import { element, writeXml } from '../../../src/ews/xml.ts';
import { compact, parsed } from '../parsed.ts';
import { readRow } from './read-row.ts';

describe('entries of a contact', () => {
  it('are set and taken away one by one, each by its index, beside other changes', () => {
    const written = itemUpdates('Contact', { jobTitle: 'Head' }, [
      assign(emailEntry('EmailAddress2'), { address: 'ann@example.test', name: 'Ann & Co' }),
      assign(phoneEntry('MobilePhone'), null),
      assign(imEntry('ImAddress1'), 'ann'),
      assign(physicalAddressPart('Home', 'country'), 'Österreich'),
      assign(physicalAddressPart('Home', 'postalCode'), null),
    ]);
    expect(writeXml(written)).toContain(
      compact(`
      <t:SetItemField><t:IndexedFieldURI FieldURI="contacts:EmailAddress" FieldIndex="EmailAddress2"/><t:Contact><t:EmailAddresses><t:Entry Key="EmailAddress2" Name="Ann &amp; Co">ann@example.test</t:Entry></t:EmailAddresses></t:Contact></t:SetItemField>
      <t:DeleteItemField><t:IndexedFieldURI FieldURI="contacts:PhoneNumber" FieldIndex="MobilePhone"/></t:DeleteItemField>
      <t:SetItemField><t:IndexedFieldURI FieldURI="contacts:ImAddress" FieldIndex="ImAddress1"/><t:Contact><t:ImAddresses><t:Entry Key="ImAddress1">ann</t:Entry></t:ImAddresses></t:Contact></t:SetItemField>
      <t:SetItemField><t:IndexedFieldURI FieldURI="contacts:PhysicalAddress:CountryOrRegion" FieldIndex="Home"/><t:Contact><t:PhysicalAddresses><t:Entry Key="Home"><t:CountryOrRegion>Österreich</t:CountryOrRegion></t:Entry></t:PhysicalAddresses></t:Contact></t:SetItemField>
      <t:DeleteItemField><t:IndexedFieldURI FieldURI="contacts:PhysicalAddress:PostalCode" FieldIndex="Home"/></t:DeleteItemField>`),
    );
    expect(writeXml(written)).toContain('<t:JobTitle>Head</t:JobTitle>');
  });

  it('are written whole on something new, and never twice in one change', () => {
    expect(() => newItem('Contact', {}, [assign(phoneEntry('Pager'), '1')])).toThrow(InvalidInputError);
    const twice = [assign(phoneEntry('Pager'), '1'), assign(phoneEntry('Pager'), null)];
    expect(() => itemUpdates('Contact', {}, twice)).toThrow(InvalidInputError);
    expect(() =>
      itemUpdates('Contact', {}, [assign(phoneEntry('Pager'), '1'), assign(phoneEntry('Isdn'), null)]),
    ).not.toThrow();
  });

  it('are read by their keys, and are undefined where there are none', () => {
    const email = { address: 'ann@example.test', name: 'Ann' };
    const contact = parsed(
      writeXml(
        element('t:Contact', [
          emailEntry('EmailAddress1').encode(email),
          phoneEntry('Pager').encode('7'),
          physicalAddressPart('Other', 'city').encode('Graz'),
        ]),
      ),
    );
    expect(readRow(emailEntry('EmailAddress1'), contact)).toEqual(email);
    expect(readRow(emailEntry('EmailAddress2'), contact)).toBeUndefined();
    expect(readRow(phoneEntry('Pager'), contact)).toBe('7');
    expect(readRow(phoneEntry('Isdn'), contact)).toBeUndefined();
    expect(readRow(imEntry('ImAddress3'), contact)).toBeUndefined();
    expect(readRow(physicalAddressPart('Other', 'city'), contact)).toBe('Graz');
    expect(readRow(physicalAddressPart('Other', 'street'), contact)).toBeUndefined();
  });
});
