import { emailLabels, phoneLabels } from '../../mailbox/contact-labels.ts';
import type { LabeledNumber } from '../../mailbox/write/phone-places.ts';
import type { ContactDetails, LabeledAddress } from '../../mailbox/write/save-contact.ts';
import { builder } from '../builder.ts';
import { readCategories } from './categories.ts';
import { lineProblem, textProblem, type Note } from './checked-text.ts';

interface LabeledEmailShape {
  readonly label: string;
  readonly address: string;
  readonly name?: string | null | undefined;
}

interface LabeledValueShape {
  readonly label: string;
  readonly value: string;
}

/** What a client wants a contact to say. Null clears, absence keeps. */
export interface ContactDetailsShape {
  readonly displayName?: string | null | undefined;
  readonly givenName?: string | null | undefined;
  readonly surname?: string | null | undefined;
  readonly companyName?: string | null | undefined;
  readonly jobTitle?: string | null | undefined;
  readonly emails?: readonly LabeledEmailShape[] | null | undefined;
  readonly phones?: readonly LabeledValueShape[] | null | undefined;
  readonly birthday?: string | null | undefined;
  readonly notes?: string | null | undefined;
  readonly categories?: readonly string[] | null | undefined;
}

export const LabeledEmailInput = builder.inputRef<LabeledEmailShape>('LabeledEmailInput').implement({
  description: 'An e-mail address and what it is for.',
  fields: (t) => ({
    label: t.string({ required: true, description: '`work`, `home` or `other`: a contact has one of each.' }),
    address: t.field({ type: 'EmailAddress', required: true, description: 'The address.' }),
    name: t.string({ description: 'The name to be written beside the address: one line of at most 255 characters.' }),
  }),
});

export const LabeledValueInput = builder.inputRef<LabeledValueShape>('LabeledValueInput').implement({
  description: 'A telephone number and what it is for.',
  fields: (t) => ({
    label: t.string({
      required: true,
      description:
        '`work`, `home`, `mobile`, `fax`, `pager` or `other`. A contact keeps three of work, fax and other, two of home and mobile, and one pager.',
    }),
    value: t.string({ required: true, description: 'The number, as it shall be shown: at most 255 characters.' }),
  }),
});

/** Exchange keeps no more of a line. */
const longestLine = 255;
/** Outlook has 25 colours for them. */
const mostCategories = 50;
/** A contact has no more places. */
const mostPhones = 19;

const lines = ['displayName', 'givenName', 'surname', 'companyName', 'jobTitle'] as const;

/** A line as it will be kept: without white space around it; one that says nothing clears. */
const readLine = (text: string | null | undefined, path: readonly string[], note: Note): string | null | undefined => {
  if (text === null || text === undefined) return text;
  note(path, lineProblem(text, longestLine));
  return text.trim() === '' ? null : text.trim();
};

const wordOf = <Word extends string>(words: readonly Word[], text: string): Word | undefined =>
  words.find((word) => word === text.trim().toLowerCase());

const readEmails = (
  emails: readonly LabeledEmailShape[],
  path: readonly string[],
  note: Note,
): readonly LabeledAddress[] => {
  const taken = new Set<string>();
  return emails.slice(0, mostPhones).flatMap(({ label: written, address, name }, index) => {
    const at = [...path, String(index)];
    const label = wordOf(emailLabels, written);
    const known = readLine(name, [...at, 'name'], note);
    if (label === undefined) {
      const isOfPhones = wordOf(phoneLabels, written) !== undefined;
      note(
        [...at, 'label'],
        isOfPhones ? 'is one for telephone numbers.' : `must be one of ${emailLabels.join(', ')}.`,
      );
      return [];
    }
    if (taken.has(label)) note([...at, 'label'], 'is taken: a contact has one address of each label.');
    taken.add(label);
    return [{ label, address, ...(typeof known === 'string' ? { name: known } : {}) }];
  });
};

const readPhones = (
  phones: readonly LabeledValueShape[],
  path: readonly string[],
  note: Note,
): readonly LabeledNumber[] =>
  phones.slice(0, mostPhones).flatMap(({ label: written, value: text }, index) => {
    const at = [...path, String(index)];
    const label = wordOf(phoneLabels, written);
    if (label === undefined) note([...at, 'label'], `must be one of ${phoneLabels.join(', ')}.`);
    const value = readLine(text, [...at, 'value'], note);
    if (value === null) note([...at, 'value'], 'must not be empty.');
    return label === undefined || typeof value !== 'string' ? [] : [{ label, value }];
  });

/** Reads what a contact shall say; every field that is wrong is noted. `path`: where it stands in the input. */
export const readContactDetails = (input: ContactDetailsShape, path: readonly string[], note: Note): ContactDetails => {
  const at = (name: keyof ContactDetailsShape): readonly string[] => [...path, name];
  const given = Object.fromEntries(
    lines.flatMap((name) => {
      const line = readLine(input[name], at(name), note);
      return line === undefined ? [] : [[name, line]];
    }),
  ) as Pick<ContactDetails['values'], (typeof lines)[number]>;
  const { emails, phones, birthday, notes, categories } = input;
  for (const [name, list, most] of [
    ['emails', emails, emailLabels.length],
    ['phones', phones, mostPhones],
    ['categories', categories, mostCategories],
  ] as const)
    if ((list?.length ?? 0) > most) note(at(name), `may hold ${most} at most.`);
  note(at('notes'), textProblem(notes ?? ''));
  const fewCategories = categories?.slice(0, mostCategories);
  return {
    values: {
      ...given,
      ...(birthday === undefined ? {} : { birthday }),
      ...(notes === undefined
        ? {}
        : { bodyText: notes === null || notes === '' ? null : { type: 'Text' as const, content: notes } }),
      ...(categories === undefined
        ? {}
        : { categories: fewCategories ? readCategories(fewCategories, at('categories'), note) : null }),
    },
    emails: emails === null ? [] : emails && readEmails(emails, at('emails'), note),
    phones: phones === null ? [] : phones && readPhones(phones, at('phones'), note),
  };
};
