import { parse } from 'graphql';
import { afterAll, expect, it } from 'vitest';
import { callCost } from '../../src/graphql/guards/cost.ts';
import { documentSize } from '../../src/graphql/guards/document-size.ts';
import { documentLimits } from '../../src/graphql/guards/limits.ts';
import { schema } from '../../src/graphql/schema.ts';
import { message } from '../emulator/elements.ts';
import { positionOf } from './changes/follow-changes.ts';
import { numbersFrom, operationWriter, type Values } from './random-operation.ts';
import { startJourney } from './start.ts';

/** Without a bound on cost: what is too expensive would tell nothing. */
const journey = await startJourney({ config: { costLimit: 1e12, costPerMinute: 2_147_483_647 } });
afterAll(() => journey.close());

const text = (...values: readonly string[]): readonly string[] => values.map((value) => JSON.stringify(value));

const newMail = { element: message({ 't:ItemClass': 'IPM.Note', 't:Subject': 'New' }), attachments: [] };

/** Every id in an answer, whatever it names. */
const idsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'id' && typeof inner === 'string' ? [inner] : idsIn(inner),
  );
};

/** Every field of these operations has an alias: most would be refused for that. */
const bearable = (write: () => string): string => {
  for (;;) {
    const operation = write();
    const size = documentSize(parse(operation));
    if (size.aliases <= documentLimits.aliases && size.fields <= documentLimits.fields) return operation;
  }
};

interface Asked {
  /** Failures that are neither the client's doing nor data, and calls that were not paid for. */
  readonly failures: readonly unknown[];
  readonly unpaid: readonly unknown[];
  /** Calls of the dearest. */
  readonly most: number;
  readonly answered: number;
  readonly codes: ReadonlySet<string>;
}

const askAll = async (operations: readonly string[]): Promise<Asked> => {
  const failures: unknown[] = [];
  const unpaid: unknown[] = [];
  let most = 0;
  const codes = new Set<string>();
  let answered = 0;
  for (const operation of operations) {
    const { data, errors = [], extensions } = await journey.query(operation);
    const paidCalls = (extensions?.cost?.requested ?? 0) / callCost;
    const calls = extensions?.upstream?.roundTrips ?? 0;
    if (calls > paidCalls) unpaid.push({ operation, calls, paidCalls });
    most = Math.max(most, calls);
    if (data !== null && data !== undefined) answered += 1;
    for (const { message, path, extensions: told } of errors) {
      codes.add(told.code);
      if (told.code === 'BAD_USER_INPUT' || told.code === 'NOT_FOUND') continue;
      failures.push({ operation, message, path, code: told.code });
    }
  }
  return { failures, unpaid, most, answered, codes };
};

const knownIds = async (): Promise<readonly string[]> => {
  const known = await journey.query(
    `{ mailbox(address: "alice@example.test") { id folders(kinds: [MAIL, CALENDAR, CONTACTS, TASKS]) { id } calendars { id }
       messages(first: 200) { nodes { id conversation { id } attachments(includeInline: true) { id } } }
       agenda(window: { start: "2026-03-01T00:00:00Z", end: "2026-04-05T00:00:00Z" }) { nodes { id } } } }`,
  );
  return idsIn(known.data);
};

const beforeAnything = await positionOf(journey, 'alice@example.test');
journey.emulator.remove('alice@example.test', journey.emulator.deliver('alice@example.test', 'inbox', newMail));
journey.emulator.deliver('alice@example.test', 'inbox', newMail);

const valuesWith = (ids: readonly string[]): Values => ({
  ID: text(...ids, 'forged'),
  SyncToken: text(beforeAnything, beforeAnything, 'forged'),
  EmailAddress: text(
    'alice@example.test',
    'alice@example.test',
    'bob@example.test',
    'room-1@example.test',
    'vault@example.test',
  ),
  String: text('kestrel', 'a', '', 'IPM.Note', '<b>&"', '😀'),
  Int: ['1', '2', '5', '100', '0'],
  Boolean: ['true', 'false'],
  DateTime: text('2026-03-16T00:00:00Z', '2026-03-29T02:30:00+01:00'),
  Date: text('2026-03-20'),
  TimeZone: text('Europe/Paris', 'Pacific Standard Time', 'Asia/Tokyo'),
  Duration: text('PT5M'),
  TimeWindowInput: [
    '{ start: "2026-03-01T00:00:00Z", end: "2026-04-05T00:00:00Z" }',
    '{ start: "2026-03-28T00:00:00-05:00", end: "2026-03-30T00:00:00-05:00", timeZone: "America/New_York" }',
  ],
});

/** What mutations take besides. */
const writtenValues: Values = {
  Base64: text('YQ==', ''),
  ChangeKey: text('forged'),
  RecurrenceRuleString: text('FREQ=DAILY;COUNT=3', 'FREQ=WEEKLY;BYDAY=MO', 'FREQ=HOURLY'),
  Upload: ['null'],
  FolderRef: ['{ role: INBOX }', '{ role: DRAFTS }', '{ path: "/Inbox" }', '{ path: "/Nowhere" }', '{ role: ROOT }'],
};

it('no operation fails in the gateway itself or makes unpaid calls', { timeout: 120_000 }, async () => {
  const { write } = operationWriter(schema, numbersFrom(20_261_121), valuesWith(await knownIds()));
  const asked = await askAll(Array.from({ length: 150 }, () => bearable(write)));
  expect(asked.failures).toEqual([]);
  expect(asked.unpaid).toEqual([]);
  expect(asked.most).toBeGreaterThan(5);
  // Random arguments are wrong often; what is right must be answered all the same.
  expect(asked.answered).toBeGreaterThan(75);
  expect(asked.codes).toEqual(new Set(['BAD_USER_INPUT', 'NOT_FOUND']));
});

it('no mutation does either, and every failure of one is in its payload', { timeout: 120_000 }, async () => {
  const { writeMutation } = operationWriter(schema, numbersFrom(20_261_123), {
    ...valuesWith(await knownIds()),
    ...writtenValues,
  });
  const asked = await askAll(Array.from({ length: 300 }, () => bearable(writeMutation)));
  expect(asked.failures).toEqual([]);
  expect(asked.unpaid).toEqual([]);
  expect(asked.most).toBeGreaterThan(3);
  expect(asked.answered).toBeGreaterThan(150);
  const writes = journey.emulator.requests.filter(({ access }) => access === 'FULL_ACCESS');
  expect(new Set(writes.map(({ operation }) => operation)).size).toBeGreaterThan(5);
});
