import { describe, expect, test } from 'vitest';
import { readContactDetails, type ContactDetailsShape } from '../../../src/graphql/inputs/contact-details.ts';
import { noted } from './noted.ts';

const read = (input: ContactDetailsShape) => noted((path, note) => readContactDetails(input, path, note));
const address = 'ann@example.test';

describe('what a contact shall say', () => {
  test('is kept as far as it was given: null clears, absence keeps, and a text that says nothing clears', () => {
    expect(
      read({ displayName: ' Ada ', givenName: null, surname: '  ', birthday: null, notes: '', categories: null }).read,
    ).toEqual({
      values: {
        displayName: 'Ada',
        givenName: null,
        surname: null,
        birthday: null,
        bodyText: null,
        categories: null,
      },
      emails: undefined,
      phones: undefined,
    });
    expect(read({ emails: null, phones: null }).read).toEqual({ values: {}, emails: [], phones: [] });
  });

  test('has labels of any case', () => {
    const { problems, read: details } = read({
      emails: [{ label: 'Work', address, name: ' Ann ' }],
      phones: [{ label: ' MOBILE ', value: ' 1 ' }],
    });
    expect(problems).toEqual([]);
    expect(details.emails).toEqual([{ label: 'work', address, name: 'Ann' }]);
    expect(details.phones).toEqual([{ label: 'mobile', value: '1' }]);
  });

  test('is refused with everything that is wrong at once, and without what was sent', () => {
    const { problems } = read({
      displayName: 'a\nb',
      companyName: 'x'.repeat(256),
      emails: [
        { label: 'work', address },
        { label: 'work', address },
        { label: 'pager', address },
        { label: 'secret', address, name: '\u0007' },
      ],
      phones: [
        { label: 'secret', value: '1' },
        { label: 'home', value: ' ' },
      ],
      notes: '\u0000',
      categories: ['a;b'],
    });
    expect(problems).toEqual([
      'at.displayName: holds a line break or another control character.',
      'at.companyName: is longer than 255 characters.',
      'at.emails: may hold 3 at most.',
      'at.notes: holds a character that mail cannot carry: a control character, U+FFFE, U+FFFF or half a surrogate pair.',
      'at.categories.0: holds a comma or semicolon, which mail programs take for the end of a category.',
      'at.emails.1.label: is taken: a contact has one address of each label.',
      'at.emails.2.label: is one for telephone numbers.',
      'at.emails.3.name: holds a line break or another control character.',
      'at.emails.3.label: must be one of work, home, other.',
      'at.phones.0.label: must be one of work, home, mobile, fax, pager, other.',
      'at.phones.1.value: must not be empty.',
    ]);
    expect(problems.join()).not.toContain('secret');
  });
});
