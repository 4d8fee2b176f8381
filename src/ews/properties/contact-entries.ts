import { childrenNamed, element, requiredAttribute } from '../xml.ts';
import { optionalElement, optionalText, string, type Codec } from './codec.ts';
import { mailboxAddress } from './id.ts';

/** The parts of a contact's name; the server composes it. */
export interface CompleteName {
  readonly title?: string;
  readonly firstName?: string;
  readonly middleName?: string;
  readonly lastName?: string;
  readonly suffix?: string;
  readonly initials?: string;
  readonly fullName?: string;
  readonly nickname?: string;
}

/** `t:CompleteName`. */
export const completeName: Codec<CompleteName> = {
  decode: (node) => ({
    title: optionalText(node, 'Title'),
    firstName: optionalText(node, 'FirstName'),
    middleName: optionalText(node, 'MiddleName'),
    lastName: optionalText(node, 'LastName'),
    suffix: optionalText(node, 'Suffix'),
    initials: optionalText(node, 'Initials'),
    fullName: optionalText(node, 'FullName'),
    nickname: optionalText(node, 'Nickname'),
  }),
  encode: (tag, name) =>
    element(tag, [
      optionalElement('t:Title', name.title, string),
      optionalElement('t:FirstName', name.firstName, string),
      optionalElement('t:MiddleName', name.middleName, string),
      optionalElement('t:LastName', name.lastName, string),
      optionalElement('t:Suffix', name.suffix, string),
      optionalElement('t:Initials', name.initials, string),
      optionalElement('t:FullName', name.fullName, string),
      optionalElement('t:Nickname', name.nickname, string),
    ]),
};

/** One of a contact's e-mail addresses. */
export interface EmailEntry {
  /** EmailAddress1 to EmailAddress3. */
  readonly key: string;
  readonly address: string;
  readonly name?: string;
}

/** `t:EmailAddresses/t:Entry`; slots without an SMTP address are left out. Directories write `SMTP:ann@example.test`. */
export const emailEntries: Codec<readonly EmailEntry[]> = {
  decode: (node) =>
    childrenNamed(node, 'Entry').flatMap((entry) => {
      const written = entry.text.trim().replace(/^smtp:/i, '');
      if (!written.includes('@') || /^\/o=/i.test(written)) return [];
      const name = entry.attributes['Name'];
      return [
        {
          key: requiredAttribute(entry, 'Key'),
          address: mailboxAddress(written) ?? written,
          name: name === '' ? undefined : name,
        },
      ];
    }),
  encode: (tag, entries) =>
    element(
      tag,
      entries.map(({ key, name, address }) => element('t:Entry', { Key: key, Name: name }, address)),
    ),
};

/** A value under one of EWS's keys: BusinessPhone, MobilePhone ... */
export interface KeyedEntry {
  readonly key: string;
  readonly value: string;
}

/** `t:PhoneNumbers/t:Entry`, `t:ImAddresses/t:Entry`; empty slots are left out. */
export const keyedEntries: Codec<readonly KeyedEntry[]> = {
  decode: (node) =>
    childrenNamed(node, 'Entry')
      .map((entry) => ({ key: requiredAttribute(entry, 'Key'), value: entry.text.trim() }))
      .filter(({ value }) => value !== ''),
  encode: (tag, entries) =>
    element(
      tag,
      entries.map(({ key, value }) => element('t:Entry', { Key: key }, value)),
    ),
};

/** A postal address under its key: Business, Home, Other. */
export interface PhysicalAddress {
  readonly key: string;
  readonly street?: string;
  readonly city?: string;
  readonly state?: string;
  readonly country?: string;
  readonly postalCode?: string;
}

/** `t:PhysicalAddresses/t:Entry`. */
export const physicalAddresses: Codec<readonly PhysicalAddress[]> = {
  decode: (node) =>
    childrenNamed(node, 'Entry').map((entry) => ({
      key: requiredAttribute(entry, 'Key'),
      street: optionalText(entry, 'Street'),
      city: optionalText(entry, 'City'),
      state: optionalText(entry, 'State'),
      country: optionalText(entry, 'CountryOrRegion'),
      postalCode: optionalText(entry, 'PostalCode'),
    })),
  encode: (tag, entries) =>
    element(
      tag,
      entries.map(({ key, street, city, state, country, postalCode }) =>
        element('t:Entry', { Key: key }, [
          optionalElement('t:Street', street, string),
          optionalElement('t:City', city, string),
          optionalElement('t:State', state, string),
          optionalElement('t:CountryOrRegion', country, string),
          optionalElement('t:PostalCode', postalCode, string),
        ]),
      ),
    ),
};
