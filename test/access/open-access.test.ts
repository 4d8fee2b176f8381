import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { Authentication } from '../../src/access/access.ts';
import type { Caller } from '../../src/access/caller.ts';
import { ConfigError } from '../../src/config-error.ts';
import { openAccess, type AccessEvent, type ReloadableAccess } from '../../src/access/open-access.ts';
import type { TokenConfig } from '../../src/access/tokens.ts';
import { address } from '../access.ts';
import { startIssuer } from './issuer.ts';

const issuer = await startIssuer();
afterAll(() => issuer.close());

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

interface Opened {
  readonly access: ReloadableAccess;
  readonly events: readonly AccessEvent[];
  /** Writes another file; `reload` reads it. */
  write(file: unknown): void;
}

const opened = async (
  file: unknown,
  tokens: TokenConfig | 'none' = issuer.config,
  now = () => Date.now(),
): Promise<Opened> => {
  let text = typeof file === 'string' ? file : JSON.stringify(file);
  const events: AccessEvent[] = [];
  const access = await openAccess(
    { policyFile: 'policy.json', tokens: tokens === 'none' ? undefined : tokens },
    { now, readFile: () => Promise.resolve(text), onEvent: (event) => void events.push(event) },
  );
  return {
    access,
    events,
    write: (next) => {
      text = typeof next === 'string' ? next : JSON.stringify(next);
    },
  };
};

const ask = (access: ReloadableAccess, authorization?: string): Promise<Authentication> =>
  access.authenticate(
    new Request('http://gateway.test/graphql?access_token=x&token=y', {
      headers: authorization === undefined ? {} : { authorization },
    }),
  );

const callerFrom = async (access: ReloadableAccess, token: string): Promise<Caller> => {
  const authentication = await ask(access, `Bearer ${token}`);
  if ('failure' in authentication) throw new Error(authentication.failure);
  return authentication.caller;
};

const ann = address('ann@example.test');
const policy = {
  apiKeys: { reports: { sha256: hashOf('report-key') } },
  grants: [
    { to: { everyone: true }, mailboxes: ['own'], permissions: ['READ_MESSAGES'] },
    { to: { claim: 'groups', is: 'audit' }, mailboxes: ['*@example.test'], permissions: ['READ_METADATA'] },
    { to: { apiKey: 'reports' }, mailboxes: ['*@example.test'], permissions: ['READ_CALENDAR'] },
  ],
};

describe('who calls', () => {
  it('is the subject of a token, with those claims that the policy asks for', async () => {
    const { access } = await opened(policy);
    const token = await issuer.token({ email: 'ann@example.test', groups: ['audit', 'staff'], name: 'Ann' });
    const caller = await callerFrom(access, token);
    expect(caller).toMatchObject({ kind: 'token', subject: 'ann', mailbox: ann, claims: { groups: ['audit'] } });
    expect([...access.rules.permissionsOn(caller, ann)]).toEqual(['READ_METADATA', 'READ_MESSAGES']);
    expect(Object.isFrozen(caller) && Object.isFrozen(caller.claims) && Object.isFrozen(caller.claims['groups'])).toBe(
      true,
    );
  });

  it('is the name of an API key', async () => {
    const { access } = await opened(policy);
    const caller = await callerFrom(access, 'report-key');
    expect(caller).toMatchObject({ kind: 'apiKey', subject: 'reports', mailbox: undefined });
    expect([...access.rules.permissionsOf(caller)]).toEqual(['READ_CALENDAR']);
  });

  it.each([
    [undefined, 'noCredentials'],
    ['Basic cmVwb3J0czpyZXBvcnQta2V5', 'noCredentials'],
    ['report-key', 'noCredentials'],
    ['Bearer', 'badCredentials'],
    ['Bearer report-keys', 'badCredentials'],
    ['Bearer report-key, Bearer report-key', 'badCredentials'],
    [`Bearer ${hashOf('report-key')}`, 'badCredentials'],
    ['Bearer a.b.c', 'badCredentials'],
  ])('is not known from %j', async (authorization, failure) => {
    const { access } = await opened(policy);
    expect(await ask(access, authorization)).toEqual({ failure });
  });

  it('is not known from a token where only API keys are accepted', async () => {
    const { access } = await opened({ grants: [] }, 'none');
    expect(await ask(access, `Bearer ${await issuer.token()}`)).toEqual({ failure: 'badCredentials' });
  });

  it('cannot be found out while the keys of the issuer cannot be had, which is told, without the token', async () => {
    const { access, events } = await opened(policy, { ...issuer.config, jwksUrl: new URL('http://127.0.0.1:1/keys') });
    const token = await issuer.token();
    expect(await ask(access, `Bearer ${token}`)).toEqual({ failure: 'unavailable' });
    expect(await ask(access, 'Bearer report-key')).toMatchObject({ caller: { subject: 'reports' } });
    expect(events).toMatchObject([{ kind: 'policyRead' }, { kind: 'keysUnavailable' }]);
    expect(String((events[1] as { readonly error: Error }).error.stack)).not.toContain(token.slice(-20));
  });

  it('is the same object for the same token, so that its rights are gathered once', async () => {
    const { access } = await opened(policy);
    const token = await issuer.token();
    expect(await callerFrom(access, token)).toBe(await callerFrom(access, token));
  });
});

describe('the policy file', () => {
  it('is told of when it was read', async () => {
    const { events } = await opened({
      ...policy,
      apiKeys: { ...policy.apiKeys, old: { sha256: hashOf('old'), expires: '2020-01-01T00:00:00Z' } },
    });
    expect(events).toEqual([{ kind: 'policyRead', grants: 3, apiKeys: 2, endedApiKeys: 1 }]);
  });

  it('that cannot be read stops the start', async () => {
    const failing = openAccess(
      { policyFile: '/nonexistent/policy.json', tokens: undefined },
      { now: () => 0, onEvent: () => undefined },
    );
    await expect(failing).rejects.toThrow(ConfigError);
    await expect(failing).rejects.toMatchObject({ problems: ['POLICY_FILE: cannot be read (ENOENT)'] });
  });

  it('with mistakes stops the start, with all of them in its message', async () => {
    await expect(opened({ grants: [7], more: 1 })).rejects.toThrow(
      'The configuration has 2 problems:\n  POLICY_FILE: more: is not known here\n  POLICY_FILE: grants[0]: must be an object with to, mailboxes and permissions',
    );
  });

  it('with grants over own mailboxes needs the claim that names them', async () => {
    await expect(opened(policy, { ...issuer.config, mailboxClaim: undefined })).rejects.toMatchObject({
      problems: [
        'POLICY_FILE: grants[0].mailboxes[0]: nobody has a mailbox of their own while AUTH_MAILBOX_CLAIM is not set',
      ],
    });
  });

  it('decides anew for callers that are already at work when it is read again', async () => {
    const { access, events, write } = await opened(policy);
    const person = await callerFrom(access, await issuer.token({ email: 'ann@example.test' }));
    const service = await callerFrom(access, 'report-key');
    expect([...access.rules.permissionsOn(person, ann)]).toEqual(['READ_MESSAGES']);
    expect([...access.rules.permissionsOn(service, ann)]).toEqual(['READ_CALENDAR']);

    write({ grants: [{ to: { subject: 'ann' }, mailboxes: ['own'], permissions: ['READ_CONTACTS'] }] });
    await access.reload();

    expect([...access.rules.permissionsOn(person, ann)]).toEqual(['READ_CONTACTS']);
    expect([...access.rules.permissionsOf(person)]).toEqual(['READ_CONTACTS']);
    expect([...access.rules.permissionsOn(service, ann)]).toEqual([]);
    expect(await ask(access, 'Bearer report-key')).toEqual({ failure: 'badCredentials' });
    expect(events.map(({ kind }) => kind)).toEqual(['policyRead', 'policyRead']);
  });

  it('that names another claim finds it in a token that is already remembered', async () => {
    const { access, write } = await opened(policy);
    const token = await issuer.token({ roles: ['boss'] });
    expect([...access.rules.permissionsOn(await callerFrom(access, token), ann)]).toEqual([]);
    write({ grants: [{ to: { claim: 'roles', is: 'boss' }, mailboxes: ['ann@example.test'], permissions: ['SEND'] }] });
    await access.reload();
    expect([...access.rules.permissionsOn(await callerFrom(access, token), ann)]).toEqual(['SEND']);
  });

  it.each(['{', { grants: [7] }, { grants: [], apiKeys: { reports: { sha256: 'secret' } } }])(
    'that is broken when it is read again changes nothing: %j',
    async (broken) => {
      const { access, events, write } = await opened(policy);
      const service = await callerFrom(access, 'report-key');
      write(broken);
      await access.reload();
      expect(await callerFrom(access, 'report-key')).toBe(service);
      expect([...access.rules.permissionsOn(service, ann)]).toEqual(['READ_CALENDAR']);
      expect(events.at(-1)).toMatchObject({
        kind: 'policyRefused',
        problems: [expect.stringMatching(/^POLICY_FILE: (is not JSON|grants\[0\]|apiKeys\.reports\.sha256)/)],
      });
      write({ grants: [] });
      await access.reload();
      expect(access.rules.permissionsOn(service, ann).size).toBe(0);
    },
  );

  it('as it was read last decides, however its readings overlap', async () => {
    const readings: ((text: string) => void)[] = [];
    let isOpen = false;
    const access = await openAccess(
      { policyFile: 'policy.json', tokens: undefined },
      {
        now: () => 0,
        onEvent: () => undefined,
        readFile: () =>
          isOpen
            ? new Promise((resolve) => readings.push(resolve))
            : Promise.resolve(JSON.stringify({ ...policy, grants: [] })),
      },
    );
    isOpen = true;
    const both = [access.reload(), access.reload()];
    await Promise.resolve();
    expect(readings).toHaveLength(1);
    readings[0]?.(JSON.stringify({ apiKeys: { first: { sha256: hashOf('first') } }, grants: [] }));
    await both[0];
    readings[1]?.(JSON.stringify({ apiKeys: { second: { sha256: hashOf('second') } }, grants: [] }));
    await both[1];
    expect(await ask(access, 'Bearer first')).toEqual({ failure: 'badCredentials' });
    expect(await ask(access, 'Bearer second')).toMatchObject({ caller: { subject: 'second' } });
  });

  it('ends a key when its time is over, without being read again', async () => {
    let now = Date.parse('2026-11-21T00:00:00Z');
    const { access } = await opened(
      { ...policy, apiKeys: { reports: { sha256: hashOf('report-key'), expires: '2026-11-21T01:00:00Z' } } },
      issuer.config,
      () => now,
    );
    const caller = await callerFrom(access, 'report-key');
    expect(caller.expiresAtMs).toBe(now + 3_600_000);
    expect(access.rules.permissionsOn(caller, ann).size).toBe(1);
    now += 3_600_000;
    expect(await ask(access, 'Bearer report-key')).toEqual({ failure: 'badCredentials' });
    expect(access.rules.permissionsOn(caller, ann).size).toBe(0);
  });
});
