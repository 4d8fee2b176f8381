import { describe, expect, it } from 'vitest';
import { journeyOfTest, operationsAt, problemsOf } from './journey-of-test.ts';
import type { Journey } from './start.ts';

const alice = 'alice@example.test';
const window = '{ start: "2026-03-18T00:00:00Z", end: "2026-03-19T00:00:00Z" }';

/** How servers refuse what they do not implement: https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode, ../shared/wire/README.md */
const servers: Readonly<
  Record<string, { readonly refuse: (journey: Journey, operation: string) => void; readonly says: string }>
> = {
  gromox: {
    refuse: ({ emulator }, operation) => void emulator.serverOptions.withoutOperations.push(operation),
    says: 'The mail server cannot ',
  },
  Exchange: {
    refuse: ({ emulator }, operation) =>
      emulator.faults.add({ kind: 'fault', operation, responseCode: 'ErrorInvalidRequest', times: Infinity }),
    says: 'The mail server cannot do this: it refuses such a request to ',
  },
};

interface Lacking {
  readonly operation: string;
  /** How gateway.capabilities names it. */
  readonly named: string;
  readonly words: string;
  /** A field, at the root or of alice's mailbox. */
  readonly root?: string;
  readonly field?: string;
  /** What the field gives besides the error. */
  readonly gives: unknown;
}

/** Fields that nothing else can answer. */
const fields: readonly Lacking[] = [
  {
    operation: 'GetUserOofSettings',
    named: 'GET_USER_OOF_SETTINGS',
    words: 'read automatic replies',
    field: 'automaticReplies { status }',
    gives: null,
  },
  {
    operation: 'GetInboxRules',
    named: 'GET_INBOX_RULES',
    words: 'read inbox rules',
    field: 'inboxRules { name }',
    gives: [],
  },
  {
    operation: 'GetDelegate',
    named: 'GET_DELEGATE',
    words: 'tell the delegates of a mailbox',
    field: 'delegates { canSeePrivate }',
    gives: [],
  },
  {
    operation: 'GetUserConfiguration',
    named: 'GET_USER_CONFIGURATION',
    words: 'read the settings that mail clients keep',
    field: 'categories',
    gives: [],
  },
  {
    operation: 'GetUserAvailability',
    named: 'GET_USER_AVAILABILITY',
    words: 'tell when people are free and busy',
    field: 'workingHours { timeZone }',
    gives: null,
  },
  {
    operation: 'GetUserAvailability',
    named: 'GET_USER_AVAILABILITY',
    words: 'tell when people are free and busy',
    root: `availability(input: { asMailbox: "${alice}", addresses: ["bob@example.test"], window: ${window} }) { address }`,
    gives: [],
  },
  {
    operation: 'GetUserAvailability',
    named: 'GET_USER_AVAILABILITY',
    words: 'tell when people are free and busy',
    root: `meetingSuggestions(input: { asMailbox: "${alice}", attendees: ["bob@example.test"], duration: "PT1H", window: ${window} }) { start }`,
    gives: [],
  },
  {
    operation: 'GetRoomLists',
    named: 'GET_ROOM_LISTS',
    words: 'tell the lists of rooms',
    root: 'roomLists { address }',
    gives: [],
  },
  {
    operation: 'GetRooms',
    named: 'GET_ROOMS',
    words: 'tell the rooms of a list',
    root: 'rooms(list: "rooms@example.test") { address }',
    gives: [],
  },
  {
    operation: 'ExpandDL',
    named: 'EXPAND_DL',
    words: 'tell the members of groups',
    root: 'expandGroup(address: "team@example.test") { address }',
    gives: [],
  },
];

/** Fields that are answered in another way. */
const otherwise: readonly (Omit<Lacking, 'words' | 'gives'> & { readonly gives: RegExp })[] = [
  {
    operation: 'FindConversation',
    named: 'FIND_CONVERSATION',
    field: 'conversations(first: 2) { nodes { topic } }',
    gives: /"topic":"/,
  },
  {
    operation: 'GetUserConfiguration',
    named: 'GET_USER_CONFIGURATION',
    field: 'timeZone',
    gives: /"[A-Z]\w+(?:\/\w+)*"/,
  },
];

const nameOf = ({ root, field }: Pick<Lacking, 'root' | 'field'>): string =>
  /^\w+/.exec(root ?? field ?? '')?.[0] ?? '';

/** The rows with what the test reports call them. */
const called = <Row extends Pick<Lacking, 'root' | 'field'>>(rows: readonly Row[]) =>
  rows.map((row) => ({ ...row, name: nameOf(row) }));

const document = ({ root = '', field = '' }: Pick<Lacking, 'root' | 'field'>): string =>
  `{ ${root} mailbox(address: "${alice}") { address ${field} inbox { unreadCount } } }`;

interface Data {
  readonly [root: string]: unknown;
  readonly mailbox: { readonly [field: string]: unknown; readonly inbox: { readonly unreadCount: number } };
}

/** What the gateway says of an operation, and whether it had to ask. */
const stateOf = async (journey: Journey, named: string): Promise<string | undefined> => {
  const { data } = await journey.query<{
    readonly gateway: { readonly capabilities: readonly { readonly operation: string; readonly state: string }[] };
  }>('{ gateway { capabilities { operation state } } }');
  return data.gateway.capabilities.find(({ operation }) => operation === named)?.state;
};

const times = (journey: Journey, operation: string): number =>
  operationsAt(journey).filter((asked) => asked === operation).length;

describe.each(Object.entries(servers))('on a server that refuses as %s does', (_name, { refuse, says }) => {
  it.each(called(fields))(
    '$name answers UNSUPPORTED in the words for $operation, and the rest is served',
    async ({ name, operation, named, words, root, field, gives }) => {
      const journey = await journeyOfTest({ seed: 'empty' });
      refuse(journey, operation);
      const answer = await journey.query<Data>(document({ root, field }));

      expect(problemsOf(answer)).toEqual([
        expect.objectContaining({
          message: `${says}${words}.`,
          path: root === undefined ? ['mailbox', name] : [name],
          code: 'UNSUPPORTED',
          retryable: false,
          operation: named,
        }),
      ]);
      expect((root === undefined ? answer.data.mailbox : answer.data)[name]).toEqual(gives);
      expect(answer.data.mailbox).toMatchObject({ address: alice, inbox: { unreadCount: expect.any(Number) } });

      const asked = times(journey, operation);
      expect(await stateOf(journey, named)).toBe('UNSUPPORTED');
      expect(times(journey, operation)).toBe(asked);
    },
  );

  it.each(called(otherwise))(
    '$name is answered without $operation, which is not tried a second time',
    async ({ name, operation, named, root, field, gives }) => {
      const journey = await journeyOfTest();
      refuse(journey, operation);
      const ask = async (): Promise<string> => {
        const { data, errors } = await journey.query<Data>(document({ root, field }));
        expect(errors).toBeUndefined();
        return JSON.stringify((root === undefined ? data.mailbox : data)[name]);
      };
      const first = await ask();
      expect(first).toMatch(gives);
      const asked = times(journey, operation);
      expect(asked).toBe(1);
      expect(await ask()).toBe(first);
      expect(times(journey, operation)).toBe(asked);
      expect(await stateOf(journey, named)).toBe('UNSUPPORTED');
    },
  );

  it('a mutation says the same in its payload, and that nothing was done', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    refuse(journey, 'CreateFolder');
    const { data } = await journey.query<{ readonly createFolder: { readonly userErrors: readonly object[] } }>(
      `mutation { createFolder(input: { mailbox: "${alice}", parent: { role: ROOT }, name: "New" }) { userErrors { __typename code detail retryable } } }`,
    );
    expect(data.createFolder.userErrors).toEqual([
      { __typename: 'AccessDeniedError', code: 'UNSUPPORTED', detail: `${says}make folders.`, retryable: false },
    ]);
    expect(await stateOf(journey, 'CREATE_FOLDER')).toBe('UNSUPPORTED');
  });
});

describe('a server that is ill', () => {
  it.each([
    { kind: 'status', status: 500, body: 'Internal Server Error' },
    { kind: 'status', status: 503 },
    { kind: 'fault', responseCode: 'ErrorInternalServerError' },
  ] as const)('is not said to lack anything: $kind $status $responseCode', async (effect) => {
    const journey = await journeyOfTest({ seed: 'empty' });
    journey.emulator.faults.add({ ...effect, operation: 'GetInboxRules', times: 3 });
    const answer = await journey.query<Data>(document({ field: 'inboxRules { name }' }));
    expect(answer.errors?.map(({ extensions }) => extensions.code)).not.toContain('UNSUPPORTED');
    expect(answer.errors).toHaveLength(1);
    journey.emulator.faults.clear();
    expect(await stateOf(journey, 'GET_INBOX_RULES')).toBe('SUPPORTED');
  });
});
