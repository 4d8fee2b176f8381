import { describe, expect, it } from 'vitest';
import { followingNames } from '../../../src/mailbox/write/contact-names.ts';

describe('the names of a contact that follow from others', () => {
  it.each([
    [
      { givenName: 'Ada', surname: 'Byron' },
      { displayName: 'Ada Byron', fileAs: 'Byron, Ada' },
    ],
    [
      { surname: 'Byron', companyName: 'Engines' },
      { displayName: 'Byron', fileAs: 'Byron' },
    ],
    [{ companyName: 'Engines' }, { displayName: 'Engines', fileAs: 'Engines' }],
    [{ displayName: 'The Countess' }, { fileAs: 'The Countess' }],
    [{ displayName: 'The Countess', surname: 'Byron' }, { fileAs: 'Byron' }],
    [{ displayName: null, surname: 'Byron' }, { fileAs: 'Byron' }],
    [{}, {}],
  ])('of something new that says %j are %j', (given, expected) => {
    expect(followingNames({}, given)).toEqual(expected);
  });

  const ada = { displayName: 'Ada Byron', givenName: 'Ada', surname: 'Byron', fileAs: 'Byron, Ada' };

  it.each([
    ['follow a new surname', ada, { surname: 'Lovelace' }, { displayName: 'Ada Lovelace', fileAs: 'Lovelace, Ada' }],
    ['stay when nothing of them changes', ada, { givenName: 'Ada' }, {}],
    ['stay when somebody chose them', { ...ada, displayName: 'Countess', fileAs: 'L' }, { surname: 'Lovelace' }, {}],
    [
      'keep the middle name',
      { ...ada, middleName: 'K.', displayName: 'Ada K. Byron' },
      { surname: 'Lovelace' },
      { displayName: 'Ada K. Lovelace', fileAs: 'Lovelace, Ada' },
    ],
    ['are gone with the others', ada, { givenName: null, surname: null }, { displayName: null, fileAs: null }],
    [
      'are made where they are missing',
      { surname: 'Byron' },
      { givenName: 'Ada' },
      { displayName: 'Ada Byron', fileAs: 'Byron, Ada' },
    ],
    ['are what a caller says', ada, { displayName: 'Lady L.' }, {}],
  ])('%s', (_, before, given, expected) => {
    expect(followingNames(before, given)).toEqual(expected);
  });
});
