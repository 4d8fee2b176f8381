import { afterAll, expect, it } from 'vitest';
import { operationsOf, startJourney } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const create = `mutation ($name: String!) {
  createFolder(input: { mailbox: "alice@example.test", parent: { role: INBOX }, name: $name }) {
    folder { name path kind totalCount }
    userErrors { code detail }
  }
}`;

it('makes a folder, and shows it as it is then', async () => {
  const answer = await journey.query(create, { name: 'Plans for spring' });
  expect(answer.data).toEqual({
    createFolder: {
      folder: { name: 'Plans for spring', path: '/Inbox/Plans for spring', kind: 'MAIL', totalCount: 0 },
      userErrors: [],
    },
  });
  expect(operationsOf(answer)[0]).toBe('CreateFolder');
});
