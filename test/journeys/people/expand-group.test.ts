import { describe, expect, it } from 'vitest';
import type { SeedGroup, SeedOrganization } from '../../../src/emulator/store/model.ts';
import { demoOrganization } from '../../../src/emulator/seed/demo-organization.ts';
import { accessOf, address, callerNamed } from '../../access.ts';
import { apiCalls, journeyOfTest, problemsOf } from '../journey-of-test.ts';
import { journeyDay, operationsOf, type Answer, type Journey } from '../start.ts';

interface Entry {
  readonly __typename: string;
  readonly name: string;
  readonly address: string;
  readonly [field: string]: unknown;
}

interface Expanded {
  readonly expandGroup: readonly Entry[];
}

const expand = (
  journey: Pick<Journey, 'query'>,
  group: string,
  more = '',
  selection = '__typename name address',
): Promise<Answer<Expanded>> =>
  journey.query<Expanded>(`{ expandGroup(address: "${group}" ${more}) { ${selection} } }`);

const addressesIn = ({ data }: Answer<Expanded>): readonly string[] => data.expandGroup.map((entry) => entry.address);

const demo = demoOrganization(journeyDay);
const group = (name: string, ...members: readonly string[]): SeedGroup => ({
  address: `${name}@example.test`,
  displayName: name,
  members: members.map((member) => (member.includes('@') ? member : `${member}@example.test`)),
});

/** The demo with groups that are in each other. */
const nested: SeedOrganization = {
  ...demo,
  groups: [
    ...demo.groups,
    group('all', 'alice', 'north', 'south', 'guest@elsewhere.example'),
    group('north', 'bob', 'room-1', 'south'),
    group('south', 'carol', 'all', 'alice'),
  ],
};

describe('expandGroup', () => {
  it('tells who is in a group: persons, rooms and groups, in one call', async () => {
    const journey = await journeyOfTest({ seed: nested });
    const answer = await expand(
      journey,
      'ALL@example.test',
      '',
      '__typename name address ... on Group { isPrivate } ... on Person { mailbox { address } }',
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.expandGroup).toEqual([
      {
        __typename: 'Person',
        name: 'Alice Smith',
        address: 'alice@example.test',
        mailbox: { address: 'alice@example.test' },
      },
      { __typename: 'Group', name: 'north', address: 'north@example.test', isPrivate: false },
      { __typename: 'Group', name: 'south', address: 'south@example.test', isPrivate: false },
      {
        __typename: 'Person',
        name: 'guest@elsewhere.example',
        address: 'guest@elsewhere.example',
        mailbox: null,
      },
    ]);
    expect(operationsOf(answer)).toEqual(['ExpandDL']);
    expect(journey.emulator.requests.map(({ access }) => access)).toEqual(['READ_ONLY']);
    expect(apiCalls(journey, 'ListUsers')).toBeLessThanOrEqual(1);
  });

  it('takes the groups in it apart too, each once and each member once, though they are in each other', async () => {
    const journey = await journeyOfTest({ seed: nested });
    const answer = await expand(journey, 'all@example.test', ', recursive: true');
    expect(answer.errors).toBeUndefined();
    expect(answer.data.expandGroup.map((entry) => [entry.__typename, entry.address])).toEqual([
      ['Person', 'alice@example.test'],
      ['Group', 'north@example.test'],
      ['Group', 'south@example.test'],
      ['Person', 'guest@elsewhere.example'],
      ['Person', 'bob@example.test'],
      ['Room', 'room-1@example.test'],
      ['Person', 'carol@example.test'],
    ]);
    expect(operationsOf(answer)).toEqual(['ExpandDL', 'ExpandDL', 'ExpandDL']);
  });

  it.each(['bob@example.test', 'nobody@example.test'])(
    'says that there is no group %s, beside other fields',
    async (one) => {
      const journey = await journeyOfTest();
      const answer = await journey.query<Expanded>(
        `{ expandGroup(address: "${one}") { address } mailbox(address: "alice@example.test") { address } }`,
      );
      expect(answer.data).toEqual({ expandGroup: [], mailbox: { address: 'alice@example.test' } });
      expect(problemsOf(answer)).toEqual([
        {
          message: 'There is no group with this address whose members could be told.',
          path: ['expandGroup'],
          code: 'NOT_FOUND',
          retryable: false,
        },
      ]);
    },
  );

  it('tells the members that it knows when a group in it cannot be taken apart, and says so', async () => {
    const journey = await journeyOfTest({ seed: nested });
    journey.emulator.faults.add({
      kind: 'itemError',
      index: 0,
      operation: 'ExpandDL',
      responseCode: 'ErrorNameResolutionNoResults',
      skip: 1,
    });
    const answer = await expand(journey, 'all@example.test', ', recursive: true');
    expect(addressesIn(answer)).toEqual(expect.arrayContaining(['alice@example.test', 'north@example.test']));
    expect(problemsOf(answer)).toMatchObject([
      { message: 'A group among the members could not be taken apart.', code: 'NOT_FOUND', path: ['expandGroup'] },
    ]);
  });

  it('says when there are more groups than are taken apart at once', async () => {
    const names = Array.from({ length: 35 }, (_, index) => `g${index}`);
    const groups = [...demo.groups, group('many', ...names), ...names.map((name) => group(name, 'bob'))];
    const journey = await journeyOfTest({ seed: { ...demo, groups } });
    const answer = await expand(journey, 'many@example.test', ', recursive: true');
    expect(operationsOf(answer)).toHaveLength(30);
    expect(addressesIn(answer)).toHaveLength(36);
    expect(problemsOf(answer)).toMatchObject([{ code: 'QUERY_TOO_EXPENSIVE', path: ['expandGroup'] }]);
  });

  it('is UNSUPPORTED where the mail server has no such operation, and the rest is served', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({ kind: 'fault', operation: 'ExpandDL', responseCode: 'ErrorInvalidRequest' });
    const answer = await journey.query<Expanded>(
      '{ expandGroup(address: "team@example.test") { address } mailbox(address: "alice@example.test") { address } }',
    );
    expect(answer.data).toEqual({ expandGroup: [], mailbox: { address: 'alice@example.test' } });
    expect(problemsOf(answer)).toMatchObject([{ code: 'UNSUPPORTED', path: ['expandGroup'] }]);
  });

  it('opens the mailboxes of a hundred members at most: a group has as many as it likes', async () => {
    const names = Array.from({ length: 103 }, (_, index) => `p${index}`);
    const groups = [...demo.groups, group('crowd', ...names)];
    const journey = await journeyOfTest({ seed: { ...demo, groups } });
    const answer = await expand(journey, 'crowd@example.test', '', 'address ... on Person { mailbox { address } }');
    expect(addressesIn(answer)).toHaveLength(103);
    expect(problemsOf(answer)).toMatchObject(
      [100, 101, 102].map((index) => ({ code: 'BAD_USER_INPUT', path: ['expandGroup', index, 'mailbox'] })),
    );
    expect(apiCalls(journey, 'DescribeEntity') + apiCalls(journey, 'DescribeUser')).toBeLessThanOrEqual(200);
  });

  it('costs as much as it may call', async () => {
    const journey = await journeyOfTest({ seed: nested });
    const plain = await expand(journey, 'all@example.test');
    const recursive = await expand(journey, 'all@example.test', ', recursive: true');
    expect([plain, recursive].map(({ extensions }) => extensions?.cost?.requested)).toEqual([101, 3001]);
  });

  it('runs as DIRECTORY_MAILBOX or as the caller’s own mailbox, and is refused where there is neither', async () => {
    const service = accessOf(callerNamed('service'));
    const lookedUp = await journeyOfTest({
      access: service,
      config: { directoryMailbox: address('carol@example.test') },
    });
    expect(addressesIn(await expand(lookedUp, 'team@example.test'))).toContain('bob@example.test');
    expect(lookedUp.emulator.requests.map(({ mailbox }) => mailbox)).toEqual(['carol@example.test']);
    const nobody = await journeyOfTest({ access: service });
    const refused = await expand(nobody, 'team@example.test');
    expect(problemsOf(refused)).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['expandGroup'] }]);
    expect(nobody.emulator.requests).toEqual([]);
  });
});
