import { describe, expect, it } from 'vitest';
import { permissions } from '../../src/access/caller.ts';
import { readPolicyFile } from '../../src/access/policy-file.ts';

const hash = 'A'.repeat(64);
const setting = { hasMailboxClaim: true };
const read = (file: unknown, hasMailboxClaim = true): ReturnType<typeof readPolicyFile> =>
  readPolicyFile(typeof file === 'string' ? file : JSON.stringify(file), { hasMailboxClaim });
const grant = { to: { everyone: true }, mailboxes: ['own'], permissions: ['READ_METADATA'] };

describe('a policy file', () => {
  it('is read whole: keys, every kind of grantee, every kind of mailbox', () => {
    expect(
      read({
        apiKeys: {
          'crm.sync-2': { sha256: hash, expires: '2027-01-31T01:00:00+01:00' },
          other: { sha256: 'b'.repeat(64) },
        },
        grants: [
          {
            description: 'People read their own',
            to: { everyone: true },
            mailboxes: ['own'],
            permissions: ['READ_MESSAGES'],
          },
          {
            to: { subject: 'ann' },
            mailboxes: ['Team@Example.test', '*@Example.test'],
            permissions: ['SEND', 'ADMIN'],
          },
          {
            to: { claim: 'realm_access.roles', is: 'auditor' },
            mailboxes: ['*@example.test'],
            permissions: ['READ_METADATA'],
          },
          { to: { apiKey: 'crm.sync-2' }, permissions: ['ADMIN'] },
        ],
      }),
    ).toEqual({
      policy: {
        apiKeys: [
          { name: 'crm.sync-2', sha256: 'a'.repeat(64), expiresAtMs: Date.parse('2027-01-31T00:00:00Z') },
          { name: 'other', sha256: 'b'.repeat(64), expiresAtMs: undefined },
        ],
        grants: [
          {
            description: 'People read their own',
            to: { everyone: true },
            mailboxes: ['own'],
            permissions: ['READ_MESSAGES'],
          },
          {
            to: { subject: 'ann' },
            mailboxes: [{ address: 'team@example.test' }, { domain: 'example.test' }],
            permissions: ['SEND', 'ADMIN'],
          },
          {
            to: { claim: 'realm_access.roles', is: 'auditor' },
            mailboxes: [{ domain: 'example.test' }],
            permissions: ['READ_METADATA'],
          },
          { to: { apiKey: 'crm.sync-2' }, mailboxes: [], permissions: ['ADMIN'] },
        ],
      },
    });
  });

  it('may allow nobody anything, and begin with a byte order mark', () => {
    expect(readPolicyFile('\uFEFF{ "grants": [] }', setting)).toEqual({ policy: { apiKeys: [], grants: [] } });
  });

  it('tells every mistake at once, each with its place', () => {
    expect(
      read({
        apiKeys: {
          one: { sha256: hash },
          two: { sha256: hash.toLowerCase() },
          three: { sha256: 'x', expires: 'soon' },
          'fo ur': { sha256: 'c'.repeat(64), key: 'abc' },
        },
        grants: [
          { ...grant, permissions: ['READ_METADATA', 'READ_EVERYTHING'] },
          { ...grant, to: { apiKey: 'nobody' }, mailboxes: ['*'] },
          { ...grant, to: { apiKey: 'one' }, mailboxes: ['a@example.test', 'own'] },
          { ...grant, to: { subject: 'ann', everyone: true } },
          { ...grant, mailbox: ['own'] },
          { to: { subject: 'ann' }, permissions: ['ADMIN', 'SEND'] },
          'everything',
        ],
        version: 1,
      }),
    ).toEqual({
      problems: [
        'version: is not known here',
        'apiKeys.three.sha256: must be the SHA-256 of the key: 64 hexadecimal digits',
        'apiKeys.three.expires: must be an instant such as 2027-01-31T00:00:00Z',
        'apiKeys[3]: the name must be 1 to 50 letters, digits, dots, hyphens and underscores, and begin with a letter or digit',
        'apiKeys[3].key: is not known here',
        'apiKeys.two.sha256: is the key of one too',
        `grants[0].permissions[1]: must be one of ${permissions.join(', ')}`,
        'grants[1].mailboxes[0]: must be an address, *@ and a domain, or own',
        'grants[1].to.apiKey: is none of apiKeys',
        'grants[2].mailboxes[1]: an API key has no mailbox of its own',
        'grants[3].to: must be one of {"subject": …}, {"apiKey": …}, {"claim": …, "is": …} and {"everyone": true}',
        'grants[4].mailbox: is not known here',
        'grants[5].mailboxes: may be left out only where ADMIN is the only permission',
        'grants[6]: must be an object with to, mailboxes and permissions',
      ],
    });
  });

  it.each([
    '*',
    '*@*',
    '**@example.test',
    '*@*.example.test',
    'a*@example.test',
    '*example.test',
    '@example.test',
    'example.test',
    '*@',
    'Own',
    '',
    'ann@example.test, bob@example.test',
    7,
    null,
  ])('has no mailbox %j', (mailbox) => {
    expect(read({ grants: [{ ...grant, mailboxes: [mailbox] }] })).toEqual({
      problems: ['grants[0].mailboxes[0]: must be an address, *@ and a domain, or own'],
    });
  });

  it.each([
    {},
    { everyone: false },
    { subject: '' },
    { subject: 7 },
    { claim: 'groups' },
    { is: 'auditors' },
    { claim: 'groups', is: ['auditors'] },
    { apiKey: 'one', subject: 'ann' },
    'everyone',
    null,
    undefined,
  ])('has no grantee %j', (to) => {
    expect(read({ apiKeys: { one: { sha256: hash } }, grants: [{ ...grant, to }] })).toMatchObject({
      problems: [expect.stringMatching(/^grants\[0\]\.to(: must be one of|\.subject: must be a text)/)],
    });
  });

  it.each([
    [{ permissions: [] }, 'permissions: must hold at least one permission'],
    [{ permissions: 'SEND' }, 'permissions: must be a list of permissions'],
    [{ mailboxes: [] }, 'mailboxes: must name at least one mailbox'],
    [{ mailboxes: 'own' }, 'mailboxes: must be a list of mailboxes'],
    [{ description: 7 }, 'description: must be a text'],
  ])('has no grant with %j', (part, problem) => {
    expect(read({ grants: [{ ...grant, ...part }] })).toEqual({ problems: [`grants[0].${problem}`] });
  });

  it('over own mailboxes is a mistake while nobody can have one', () => {
    expect(read({ grants: [grant] }, false)).toEqual({
      problems: ['grants[0].mailboxes[0]: nobody has a mailbox of their own while AUTH_MAILBOX_CLAIM is not set'],
    });
  });

  it.each([
    ['', 'is not JSON'],
    ['{\n "grants": [],\n}', 'is not JSON (line 3, column 1)'],
    ['{"apiKeys": {"one": {"sha256": "hunter2"} "x"}}', 'is not JSON (line 1, column 43)'],
    ['[]', 'must be an object with apiKeys and grants'],
    ['null', 'must be an object with apiKeys and grants'],
    ['{}', 'grants: must be a list of grants; an empty one allows nobody anything'],
    ['{"grants": {}}', 'grants: must be a list of grants; an empty one allows nobody anything'],
  ])('that is %j is a mistake', (text, problem) => {
    expect(read(text)).toEqual({ problems: [problem] });
  });

  it('shows no value in what it says of a mistake', () => {
    const secret = 'hunter2-hunter2';
    const said = JSON.stringify([
      read(`{"apiKeys": {"one": {"sha256": "${secret}" ]}}`),
      read(`${secret}`),
      read({ apiKeys: { one: { sha256: secret, expires: secret }, [`${secret} `]: secret }, grants: secret }),
      read({ apiKeys: { one: secret }, grants: [secret, { to: secret, mailboxes: [secret], permissions: [secret] }] }),
      read({ apiKeys: secret, grants: [{ ...grant, to: { apiKey: secret } }] }),
    ]);
    expect(said).not.toContain('hunter2');
    expect(said).toContain('problems');
  });
});
