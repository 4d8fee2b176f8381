import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { encodeGlobalId } from '../../src/global-id.ts';
import { knownIds } from '../../src/known-ids.ts';
import { createSealer } from '../../src/sealer.ts';
import { createAudit, type AuditedRequest, type AuditLine, type MailboxAccess } from '../../src/telemetry/audit.ts';
import { address } from '../access.ts';

const alice = address('alice@example.test');
const sealer = createSealer(new Uint8Array(32).fill(7));
const at = '2026-11-20T10:00:00.000Z';

const recording = (request: Partial<AuditedRequest> = {}) => {
  const lines: AuditLine[] = [];
  const audit = createAudit({
    write: (line) => void lines.push(line),
    idsOf: (kind, mailbox, id) => knownIds(sealer, kind, mailbox, id),
    now: () => new Date(at),
  });
  const caller = { kind: 'token', subject: 'ann', claims: { groups: ['canary'] } };
  return { lines, record: audit({ requestId: 'request-1', route: 'graphql', caller, ...request }) };
};

const access = (differences: Partial<MailboxAccess> = {}): MailboxAccess => ({
  operation: 'GetItem',
  access: 'read',
  mailbox: alice,
  keys: 1,
  subjects: [],
  answered: 1,
  attempts: 1,
  outcome: 'ok',
  ...differences,
});

/** As long as WorkMail's, and as little alike. */
const ewsIds = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => Buffer.alloc(114, `item ${index} `).toString('base64'));

describe('a line about an access', () => {
  test('tells who read what of whom, under which role, in which request, and how it ended', () => {
    const { lines, record } = recording({ operation: () => 'MailScreen' });
    const id = ewsIds(1)[0]!;
    record.access(access({ keys: 2, answered: 1, outcome: 'partial', subjects: [{ kind: 'Item', id }] }));
    expect(lines).toEqual([
      {
        audit: 'access',
        at,
        mailbox: 'alice@example.test',
        role: 'READ_ONLY',
        operation: 'GetItem',
        asked: 2,
        answered: 1,
        ids: [encodeGlobalId(sealer, { type: 'Item', mailbox: alice, id })],
        outcome: 'partial',
        caller: { kind: 'token', subject: 'ann' },
        graphqlOperation: 'MailScreen',
        route: 'graphql',
        requestId: 'request-1',
      },
    ]);
  });

  test('names a write by the role that it needs', () => {
    const { lines, record } = recording();
    record.access(access({ operation: 'CreateItem', access: 'write' }));
    expect(lines[0]).toMatchObject({ operation: 'CreateItem', role: 'FULL_ACCESS' });
  });

  test('holds every id under which a client may know a folder, and well-known folders by their names', () => {
    const { lines, record } = recording();
    const subjects = [
      { kind: 'Folder', id: 'AAAA' },
      { kind: 'WellKnownFolder', id: 'inbox' },
    ] as const;
    record.access(access({ operation: 'FindItem', keys: 2, answered: 50, subjects }));
    const [asFolder, asCalendar] = (['Folder', 'Calendar'] as const).map((type) =>
      encodeGlobalId(sealer, { type, mailbox: alice, id: 'AAAA' }),
    );
    expect(lines[0]).toMatchObject({ asked: 2, answered: 50, ids: [asFolder, asCalendar], folders: ['inbox'] });
  });

  test('says nothing of the answer to a stream, into which nobody looked', () => {
    const { lines, record } = recording({ route: 'attachments' });
    record.access(access({ answered: undefined }));
    expect(lines[0]).toMatchObject({ route: 'attachments', outcome: 'ok' });
    expect(lines[0]).not.toHaveProperty('answered');
  });

  test('cuts what clients choose', () => {
    const caller = { kind: 'token', subject: 's'.repeat(5_000) };
    const { lines, record } = recording({ caller, operation: () => 'o'.repeat(5_000) });
    record.access(access());
    record.refusal({ reason: 'NOT_FOUND', mailbox: 'm'.repeat(5_000) });
    expect(lines[0]).toMatchObject({ caller: { subject: 's'.repeat(320) }, graphqlOperation: 'o'.repeat(100) });
    expect(lines[1]).toMatchObject({ mailbox: 'm'.repeat(320) });
  });
});

describe('a line about a refusal', () => {
  test.each([
    [{ reason: 'NOT_FOUND', mailbox: 'vault@example.test' }],
    [{ reason: 'FORBIDDEN', mailbox: alice, permissions: ['READ_MESSAGES'], field: 'Message.body' }],
    [{ reason: 'BAD_LINK' }],
    [{ reason: 'BAD_ID' }],
  ] as const)('%j', (refusal) => {
    const { lines, record } = recording();
    record.refusal(refusal);
    expect(lines).toEqual([
      {
        audit: 'refusal',
        at,
        ...refusal,
        caller: { kind: 'token', subject: 'ann' },
        route: 'graphql',
        requestId: 'request-1',
      },
    ]);
  });

  test('names nobody when nobody could be made of the credentials', () => {
    const { lines, record } = recording({ caller: undefined });
    record.refusal({ reason: 'UNAUTHENTICATED', failure: 'badCredentials' });
    expect(lines[0]).toMatchObject({ reason: 'UNAUTHENTICATED', failure: 'badCredentials', caller: null });
  });
});

test('nothing is sealed when nobody keeps an audit', () => {
  const audit = createAudit({
    write: undefined,
    idsOf: () => {
      throw new Error('sealed for nobody');
    },
    now: () => new Date(at),
  });
  const record = audit({ requestId: 'request-1', route: 'graphql', caller: undefined });
  record.access(access({ subjects: [{ kind: 'Item', id: 'AAAA' }] }));
  record.refusal({ reason: 'BAD_ID' });
});

test('a batch of 500 ids costs a few milliseconds', () => {
  const { lines, record } = recording();
  const batch = access({ keys: 500, subjects: ewsIds(500).map((id) => ({ kind: 'Item', id })) });
  const times = Array.from({ length: 9 }, () => {
    const started = performance.now();
    record.access(batch);
    return performance.now() - started;
  }).toSorted((a, b) => a - b);
  expect(lines[0]?.['ids']).toHaveLength(500);
  // Ten times what it takes when the machine has nothing else to do.
  expect(times[4]).toBeLessThan(50);
});
