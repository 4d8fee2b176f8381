/** People of the demo with whose mailboxes clients are tried. */
export type Person = 'alice' | 'bob' | 'carol' | 'dave';

/** Their addresses. */
export const addressOf = (person: Person): string => `${person}@example.test`;

/** Their passwords. */
export const passwordOf = (person: Person): string => `${person}-demo-password`;
