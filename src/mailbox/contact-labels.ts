import { phoneKeys, type emailKeys } from '../ews/properties/contact-entry.ts';

/** What an e-mail address of a contact is for. EWS numbers the three of them; Outlook and other clients show them in this order. */
export const emailLabels = ['work', 'home', 'other'] as const;
export type EmailLabel = (typeof emailLabels)[number];

/** What a telephone number of a contact is for. */
export const phoneLabels = ['work', 'home', 'mobile', 'fax', 'pager', 'other'] as const;
export type PhoneLabel = (typeof phoneLabels)[number];

/** A key of an e-mail address. */
export type EmailKey = (typeof emailKeys)[number];
/** A key of a telephone number. */
export type PhoneKey = (typeof phoneKeys)[number];

const keyOfEmail: Readonly<Record<EmailLabel, EmailKey>> = {
  work: 'EmailAddress1',
  home: 'EmailAddress2',
  other: 'EmailAddress3',
};

/** Where a contact keeps the address of this label: it has one of each. */
export const emailKey = (label: EmailLabel): EmailKey => keyOfEmail[label];

/** The label of an e-mail address. */
export const emailLabel = (key: string): EmailLabel =>
  emailLabels.find((label) => keyOfEmail[label] === key) ?? 'other';

const phoneLabelOfKey: Readonly<Record<PhoneKey, PhoneLabel>> = {
  AssistantPhone: 'work',
  BusinessFax: 'fax',
  BusinessPhone: 'work',
  BusinessPhone2: 'work',
  Callback: 'other',
  CarPhone: 'mobile',
  CompanyMainPhone: 'work',
  HomeFax: 'fax',
  HomePhone: 'home',
  HomePhone2: 'home',
  Isdn: 'other',
  MobilePhone: 'mobile',
  OtherFax: 'fax',
  OtherTelephone: 'other',
  Pager: 'pager',
  PrimaryPhone: 'other',
  RadioPhone: 'other',
  Telex: 'other',
  TtyTddPhone: 'other',
};

/** Whether EWS knows such a key for telephone numbers. */
export const isPhoneKey = (key: string): key is PhoneKey => (phoneKeys as readonly string[]).includes(key);

/** The label of a telephone number. */
export const phoneLabel = (key: string): PhoneLabel => (isPhoneKey(key) ? phoneLabelOfKey[key] : 'other');

/**
 * Where numbers of a label are put that are new to a contact, the likeliest first. Keys of a narrower meaning (an assistant, a telex) are kept where they
 * are used, and never chosen.
 */
export const phoneKeysFor: Readonly<Record<PhoneLabel, readonly PhoneKey[]>> = {
  work: ['BusinessPhone', 'BusinessPhone2', 'CompanyMainPhone'],
  home: ['HomePhone', 'HomePhone2'],
  mobile: ['MobilePhone', 'CarPhone'],
  fax: ['BusinessFax', 'HomeFax', 'OtherFax'],
  pager: ['Pager'],
  other: ['OtherTelephone', 'PrimaryPhone', 'Callback'],
};
