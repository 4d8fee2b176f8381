import { describe, expect, it } from 'vitest';
import { startJourney } from './start.ts';
import { accessOf, address, callerNamed, rulesOf } from '../access.ts';

interface Info {
  readonly gateway: {
    readonly version: string;
    readonly protocolVersion: string;
    readonly capabilities: readonly { readonly operation: string; readonly state: string }[];
    readonly organizations: readonly {
      readonly organizationId: string;
      readonly region: string;
      readonly tokens: readonly {
        readonly role: string;
        readonly expiresAt: string;
        readonly hits: number;
        readonly refreshes: number;
      }[];
    }[];
  };
}

const everything = `{ gateway { version protocolVersion capabilities { operation state }
  organizations { organizationId region tokens { role expiresAt hits refreshes } } } }`;
const capabilities = '{ gateway { capabilities { operation state } } }';

const stateOf = ({ gateway }: Info, operation: string): string | undefined =>
  gateway.capabilities.find((capability) => capability.operation === operation)?.state;

describe('what the gateway tells of itself', () => {
  it('is its version, its protocol, what the mail server can do, and its tokens', async () => {
    const journey = await startJourney();
    try {
      await journey.query('{ mailbox(address: "alice@example.test") { inbox { totalCount } } }');
      const { data, errors } = await journey.query<Info>(everything);

      expect(errors).toBeUndefined();
      expect(data.gateway.version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(data.gateway.protocolVersion).toBe('Exchange2010_SP2');
      const named = (state: string): readonly string[] =>
        data.gateway.capabilities
          .filter((capability) => capability.state === state)
          .map(({ operation }) => operation)
          .toSorted();
      expect(named('SUPPORTED')).toEqual([
        'EXPAND_DL',
        'FIND_CONVERSATION',
        'FIND_FOLDER',
        'FIND_ITEM',
        'GET_ATTACHMENT',
        'GET_DELEGATE',
        'GET_EVENTS',
        'GET_FOLDER',
        'GET_INBOX_RULES',
        'GET_ITEM',
        'GET_ROOMS',
        'GET_ROOM_LISTS',
        'GET_SERVER_TIME_ZONES',
        'GET_STREAMING_EVENTS',
        'GET_USER_AVAILABILITY',
        'GET_USER_CONFIGURATION',
        'GET_USER_OOF_SETTINGS',
        'RESOLVE_NAMES',
        'SUBSCRIBE',
        'SYNC_FOLDER_HIERARCHY',
        'SYNC_FOLDER_ITEMS',
        'UNSUBSCRIBE',
      ]);
      // Writes are not tried.
      expect(named('UNKNOWN')).toEqual([
        'COPY_ITEM',
        'CREATE_ATTACHMENT',
        'CREATE_FOLDER',
        'CREATE_ITEM',
        'DELETE_ATTACHMENT',
        'DELETE_FOLDER',
        'DELETE_ITEM',
        'EMPTY_FOLDER',
        'MOVE_FOLDER',
        'MOVE_ITEM',
        'SEND_ITEM',
        'SET_USER_OOF_SETTINGS',
        'UPDATE_FOLDER',
        'UPDATE_INBOX_RULES',
        'UPDATE_ITEM',
      ]);
      expect(journey.emulator.requests.filter(({ access }) => access === 'FULL_ACCESS')).toEqual([]);
      expect(data.gateway.organizations).toMatchObject([
        {
          organizationId: journey.emulator.organizationId,
          region: 'eu-west-1',
          tokens: [{ role: 'READ_ONLY', refreshes: 1 }],
        },
      ]);
      expect(Date.parse(data.gateway.organizations[0]?.tokens[0]?.expiresAt ?? '')).toBeGreaterThan(Date.now());
      expect(JSON.stringify(data)).not.toContain('Bearer');
    } finally {
      await journey.close();
    }
  });

  it('is found out once', async () => {
    const journey = await startJourney();
    try {
      const first = await journey.query<Info>(capabilities);
      const second = await journey.query<Info>(capabilities);
      expect(first.extensions?.upstream?.roundTrips).toBe(22);
      expect(second.extensions?.upstream?.roundTrips).toBe(0);
      expect(second.data).toEqual(first.data);
      journey.clock.advance(3_601_000);
      expect((await journey.query<Info>(capabilities)).extensions?.upstream?.roundTrips).toBe(22);
    } finally {
      await journey.close();
    }
  });

  it('costs nothing that was not asked for', async () => {
    const journey = await startJourney();
    try {
      const answer = await journey.query<Info>('{ gateway { version organizations { organizationId } } }');
      expect(answer.extensions?.upstream?.roundTrips).toBe(0);
    } finally {
      await journey.close();
    }
  });

  it('tells what the mail server does not implement, and that it does not know when the server is down', async () => {
    const journey = await startJourney();
    try {
      journey.emulator.faults.add({
        kind: 'fault',
        operation: 'GetServerTimeZones',
        responseCode: 'ErrorInvalidRequest',
        times: 2,
      });
      journey.emulator.faults.add({ kind: 'status', operation: 'SyncFolderItems', status: 503 });
      journey.emulator.faults.add({ kind: 'fault', operation: 'ResolveNames', responseCode: 'ErrorServerBusy' });
      const { data, errors } = await journey.query<Info>(capabilities);

      expect(errors).toBeUndefined();
      expect(stateOf(data, 'GET_SERVER_TIME_ZONES')).toBe('UNSUPPORTED');
      expect(stateOf(data, 'SYNC_FOLDER_ITEMS')).toBe('UNKNOWN');
      expect(stateOf(data, 'RESOLVE_NAMES')).toBe('UNKNOWN');
      expect(stateOf(data, 'FIND_ITEM')).toBe('SUPPORTED');

      // What is not known is asked for again; what is known is not.
      const again = await journey.query<Info>(capabilities);
      expect(again.extensions?.upstream?.roundTrips).toBe(2);
      expect(stateOf(again.data, 'SYNC_FOLDER_ITEMS')).toBe('SUPPORTED');
      expect(stateOf(again.data, 'GET_SERVER_TIME_ZONES')).toBe('UNSUPPORTED');
    } finally {
      await journey.close();
    }
  });

  it('lets times be read from a server that has no list of time zones', async () => {
    const journey = await startJourney();
    try {
      journey.emulator.faults.add({
        kind: 'fault',
        operation: 'GetServerTimeZones',
        responseCode: 'ErrorInvalidRequest',
        times: Infinity,
      });
      const answer = await journey.query(
        '{ mailbox(address: "alice@example.test") { agenda(window: { start: "2026-03-23T08:00:00Z", end: "2026-03-23T09:00:00Z" }) { nodes { start { local timeZone } } } } }',
      );
      expect(answer.errors).toBeUndefined();
      expect(JSON.stringify(answer.data)).toContain('"local":"2026-03-23T09:30:00","timeZone":"Europe/Berlin"');
    } finally {
      await journey.close();
    }
  });

  it('hides organisations and tokens from callers who are no administrators', async () => {
    const ann = callerNamed('ann', { mailbox: address('alice@example.test') });
    const access = accessOf(ann, rulesOf(['READ_MESSAGES']));
    const journey = await startJourney({ access });
    try {
      const { data, errors } = await journey.query<Info>(everything);
      expect(errors).toMatchObject([{ path: ['gateway', 'organizations'], extensions: { code: 'FORBIDDEN' } }]);
      expect(data.gateway.organizations).toEqual([]);
      expect(JSON.stringify(data)).not.toContain(journey.emulator.organizationId);
    } finally {
      await journey.close();
    }
  });

  it('knows nothing of the mail server where there is nobody to ask as', async () => {
    const journey = await startJourney({ access: accessOf(callerNamed('service')) });
    try {
      const { data } = await journey.query<Info>(capabilities);
      expect(new Set(data.gateway.capabilities.map(({ state }) => state))).toEqual(new Set(['UNKNOWN']));
      expect(journey.emulator.requests).toHaveLength(0);
    } finally {
      await journey.close();
    }
  });
});
