import { describe, expect, it } from 'vitest';
import type { Caller, Permission } from '../../src/access/caller.ts';
import { createGrantedRules, type GrantedRules } from '../../src/access/granted-rules.ts';
import { readPolicyFile } from '../../src/access/policy-file.ts';
import { address, callerNamed } from '../access.ts';

const rulesFrom = (grants: readonly object[], isLive: () => boolean = () => true): GrantedRules => {
  const apiKeys = { reports: { sha256: 'a'.repeat(64) }, ann: { sha256: 'b'.repeat(64) } };
  const file = readPolicyFile(JSON.stringify({ apiKeys, grants }), { hasMailboxClaim: true });
  if ('problems' in file) throw new Error(file.problems.join('\n'));
  return createGrantedRules(file.policy, { isLive });
};

const apiKey = (name: string): Caller => callerNamed(name, { kind: 'apiKey' });
const ann = callerNamed('ann', { mailbox: address('ann@example.test') });
const mailboxes = [
  'ann@example.test',
  'bob@example.test',
  'ann@sub.example.test',
  'ann@xexample.test',
  'ann@example.test.evil',
];
/** Which of the mailboxes the caller may read. */
const readable = (rules: GrantedRules, caller: Caller): readonly string[] =>
  mailboxes.filter((mailbox) => rules.permissionsOn(caller, address(mailbox)).has('READ_MESSAGES'));
const allOfDomain = ['ann@example.test', 'bob@example.test'];

const read = (to: object, over: readonly string[] = ['*@example.test']): object => ({
  to,
  mailboxes: over,
  permissions: ['READ_MESSAGES'],
});

describe('a grant', () => {
  it.each<[string, object, Caller, boolean]>([
    ['a subject is for the token of that subject', { subject: 'ann' }, ann, true],
    ['a subject is for no other', { subject: 'ann' }, callerNamed('bob'), false],
    ['a subject is for nobody whose name differs in a letter’s case', { subject: 'ann' }, callerNamed('Ann'), false],
    ['a subject is for no API key of that name', { subject: 'ann' }, apiKey('ann'), false],
    ['a subject is not for the demo', { subject: 'demo' }, callerNamed('demo', { kind: 'demo' }), false],
    ['an API key is for that key', { apiKey: 'reports' }, apiKey('reports'), true],
    ['an API key is for no other', { apiKey: 'reports' }, apiKey('ann'), false],
    ['an API key is for no token of that subject', { apiKey: 'reports' }, callerNamed('reports'), false],
    ['an API key is not for the demo', { apiKey: 'reports' }, callerNamed('reports', { kind: 'demo' }), false],
    [
      'an API key is for no token that claims the name',
      { apiKey: 'ann' },
      callerNamed('x', { claims: { apiKey: ['ann'] } }),
      false,
    ],
    [
      'a claim is for who has it',
      { claim: 'groups', is: 'audit' },
      callerNamed('x', { claims: { groups: ['all', 'audit'] } }),
      true,
    ],
    [
      'a claim is for nobody with another value',
      { claim: 'groups', is: 'audit' },
      callerNamed('x', { claims: { groups: ['auditors'] } }),
      false,
    ],
    ['a claim is for nobody without it', { claim: 'groups', is: 'audit' }, callerNamed('audit'), false],
    [
      'a claim is for nobody who has the value elsewhere',
      { claim: 'groups', is: 'audit' },
      callerNamed('x', { claims: { roles: ['audit'] } }),
      false,
    ],
    [
      'a claim is for no API key',
      { claim: 'groups', is: 'audit' },
      callerNamed('reports', { kind: 'apiKey', claims: { groups: ['audit'] } }),
      false,
    ],
    ['a claim that every object inherits is nobody’s', { claim: 'toString', is: 'audit' }, callerNamed('x'), false],
    ['everyone is for a token', { everyone: true }, callerNamed('x'), true],
    [
      'everyone is for a token with claims',
      { everyone: true },
      callerNamed('x', { claims: { groups: ['audit'] } }),
      true,
    ],
    ['everyone is for a token that owns a mailbox', { everyone: true }, ann, true],
    ['everyone is for no API key', { everyone: true }, apiKey('reports'), false],
    ['everyone is not for the demo', { everyone: true }, callerNamed('demo', { kind: 'demo' }), false],
  ])('to %s', (_name, to, caller, isFor) => {
    const rules = rulesFrom([read(to)]);
    expect(readable(rules, caller)).toEqual(isFor ? allOfDomain : []);
    expect([...rules.permissionsOf(caller)]).toEqual(isFor ? ['READ_MESSAGES'] : []);
  });

  it.each<[string, readonly string[], Caller, readonly string[]]>([
    ['an address is over that mailbox alone', ['bob@example.test'], ann, ['bob@example.test']],
    ['an address does not mind capitals', ['BOB@Example.TEST'], ann, ['bob@example.test']],
    [
      'an address is over the mailbox of a longer domain only when it says so',
      ['ann@example.test.evil'],
      ann,
      ['ann@example.test.evil'],
    ],
    ['two addresses is over both', allOfDomain, ann, allOfDomain],
    ['an address that nobody has is over nothing', ['carol@example.test'], ann, []],
    ['a domain is over no domain below, beside or beyond it', ['*@example.test'], ann, allOfDomain],
    ['a domain below is over that alone', ['*@sub.example.test'], ann, ['ann@sub.example.test']],
    ['a domain does not mind capitals', ['*@EXAMPLE.test'], ann, allOfDomain],
    ['a top-level domain is over nothing below', ['*@test'], ann, []],
    ['a domain and an address of it is over the domain', ['*@example.test', 'bob@example.test'], ann, allOfDomain],
    ['own is over the caller’s mailbox', ['own'], ann, ['ann@example.test']],
    ['own is over nothing for who owns none', ['own'], callerNamed('ann'), []],
    ['own is over nothing that merely bears the subject', ['own'], callerNamed('ann@example.test'), []],
    [
      'own is over another’s when that is the owner',
      ['own'],
      callerNamed('ann', { mailbox: address('bob@example.test') }),
      ['bob@example.test'],
    ],
    ['own and an address is over both', ['own', 'ann@xexample.test'], ann, ['ann@example.test', 'ann@xexample.test']],
  ])('over %s', (_name, over, caller, expected) => {
    expect(readable(rulesFrom([read({ everyone: true }, over)]), caller)).toEqual(expected);
  });

  it('adds to others, whatever way they reach the caller and the mailbox', () => {
    const to = (grantee: object, over: string, permission: Permission): object => ({
      to: grantee,
      mailboxes: [over],
      permissions: [permission],
    });
    const rules = rulesFrom([
      to({ everyone: true }, 'own', 'READ_METADATA'),
      to({ subject: 'ann' }, '*@example.test', 'SEND'),
      to({ claim: 'groups', is: 'audit' }, 'ann@example.test', 'EXPORT'),
      to({ claim: 'groups', is: 'other' }, 'ann@example.test', 'WRITE_CALENDAR'),
      to({ apiKey: 'ann' }, 'ann@example.test', 'MANAGE_SETTINGS'),
    ]);
    const caller = { ...ann, claims: { groups: ['audit', 'audit'] } };
    expect([...rules.permissionsOn(caller, address('ann@example.test'))]).toEqual(['READ_METADATA', 'SEND', 'EXPORT']);
    expect([...rules.permissionsOn(caller, address('bob@example.test'))]).toEqual(['SEND']);
    expect([...rules.permissionsOn(caller, address('bob@elsewhere.test'))]).toEqual([]);
    expect([...rules.permissionsOf(caller)]).toEqual(['READ_METADATA', 'SEND', 'EXPORT']);
  });

  it('of ADMIN concerns no mailbox, with or without others beside it', () => {
    const rules = rulesFrom([
      { to: { subject: 'ann' }, permissions: ['ADMIN'] },
      { to: { subject: 'bob' }, mailboxes: ['*@example.test'], permissions: ['ADMIN', 'SEND'] },
    ]);
    const [first, second] = [callerNamed('ann'), callerNamed('bob')];
    expect(rules.permissionsOn(first, address('ann@example.test')).size).toBe(0);
    expect([...rules.permissionsOf(first)]).toEqual(['ADMIN']);
    expect([...rules.permissionsOn(second, address('ann@example.test'))]).toEqual(['SEND']);
    expect([...rules.permissionsOf(second)]).toEqual(['SEND', 'ADMIN']);
  });

  it('to own mailboxes gives nothing at all to who owns none', () => {
    expect(rulesFrom([read({ everyone: true }, ['own'])]).permissionsOf(callerNamed('x')).size).toBe(0);
  });

  it('ends with the key it was for, in the middle of a request', () => {
    let isLive = true;
    const rules = rulesFrom([read({ apiKey: 'reports' })], () => isLive);
    const caller = apiKey('reports');
    expect(readable(rules, caller)).toEqual(allOfDomain);
    isLive = false;
    expect(readable(rules, caller)).toEqual([]);
    expect(rules.permissionsOf(caller).size).toBe(0);
  });
});

describe('no grant', () => {
  it('allows nothing', () => {
    const rules = rulesFrom([]);
    for (const caller of [ann, apiKey('ann'), callerNamed('demo', { kind: 'demo' })]) {
      expect(readable(rules, caller)).toEqual([]);
      expect(rules.permissionsOf(caller).size).toBe(0);
    }
  });
});

describe('the claims that a caller keeps', () => {
  const rules = rulesFrom([
    read({ claim: 'groups', is: 'audit' }),
    read({ claim: 'groups', is: 'board' }),
    read({ claim: 'realm_access.roles', is: 'admin' }),
    read({ claim: 'a.b', is: 'x' }),
    read({ claim: '__proto__', is: 'x' }),
  ]);

  it.each([
    ['those that a grant asks for', { groups: ['audit', 'staff', 'board'], mail: 'x' }, { groups: ['audit', 'board'] }],
    ['a single text', { groups: 'audit' }, { groups: ['audit'] }],
    ['the same value once', { groups: ['audit', 'audit'] }, { groups: ['audit'] }],
    [
      'nested ones under their path',
      { realm_access: { roles: ['admin', 'user'] } },
      { 'realm_access.roles': ['admin'] },
    ],
    ['one whose whole name has dots before a nested one', { 'a.b': 'y', a: { b: 'x' } }, {}],
    ['nothing of a list with other things than texts', { groups: ['audit', 1] }, {}],
    ['nothing of objects, numbers and null', { groups: { audit: true }, realm_access: null }, {}],
    ['nothing of a text that holds the value among others', { groups: 'audit board' }, {}],
    ['nothing when nothing is asked for', { other: 'audit' }, {}],
  ])('are %s', (_name, claims, expected) => {
    expect(rules.claimsOf(claims)).toEqual(expected);
  });

  it('are not what every object inherits', () => {
    expect(Object.keys(rules.claimsOf(JSON.parse('{"__proto__": {"x": "x"}}') as Record<string, unknown>))).toEqual([]);
    const claims = rules.claimsOf(JSON.parse('{"__proto__": "x"}') as Record<string, unknown>);
    expect(Object.entries(claims)).toEqual([['__proto__', ['x']]]);
    const opened = JSON.parse(JSON.stringify(claims)) as Caller['claims'];
    expect(readable(rules, callerNamed('x', { claims: opened }))).toEqual(allOfDomain);
    expect(readable(rules, callerNamed('x'))).toEqual([]);
  });
});
