import { afterAll, describe, expect, it } from 'vitest';
import { startJourney } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const inboxSubjects =
  'query Subjects($address: EmailAddress!) { mailbox(address: $address) { inbox { messages(first: 5) { nodes { subject } } } } }';

describe('a document that makes no sense', () => {
  it.each<[string, string, Readonly<Record<string, unknown>>, RegExp]>([
    ['a field that is not there', '{ viewer { subjekt } }', {}, /subjekt/],
    ['no query at all', '{', {}, /Syntax Error/],
    ['an address that is none', inboxSubjects, { address: 'not an address' }, /EmailAddress takes an e-mail address/],
    ['a variable of the wrong type', inboxSubjects, { address: 7 }, /EmailAddress/],
    ['a missing variable', inboxSubjects, {}, /\$address/],
  ])('is explained: %s', async (_, document, variables, message) => {
    const { errors } = await journey.query(document, variables);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', retryable: false });
  });
});
