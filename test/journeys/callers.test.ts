import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { openAccess, type ReloadableAccess } from '../../src/access/open-access.ts';
import { startIssuer, type Issuer } from '../access/issuer.ts';
import { journeyOfTest, operationsAt, problemsOf } from './journey-of-test.ts';
import type { Answer, Journey } from './start.ts';

const issuer = await startIssuer();
afterAll(() => issuer.close());

const key = 'report-key-4711';
const policy: {
  readonly apiKeys: { readonly reports: { readonly sha256: string } };
  readonly grants: readonly {
    readonly to: Readonly<Record<string, unknown>>;
    readonly mailboxes: readonly string[];
    readonly permissions: readonly string[];
  }[];
} = {
  apiKeys: { reports: { sha256: createHash('sha256').update(key).digest('hex') } },
  grants: [
    { to: { everyone: true }, mailboxes: ['own'], permissions: ['READ_METADATA', 'READ_MESSAGES'] },
    { to: { claim: 'groups', is: 'audit' }, mailboxes: ['*@example.test'], permissions: ['READ_METADATA'] },
    { to: { apiKey: 'reports' }, mailboxes: ['alice@example.test'], permissions: ['READ_METADATA', 'READ_MESSAGES'] },
  ],
};

interface Guarded {
  readonly journey: Journey;
  readonly access: ReloadableAccess;
  /** Writes another policy file and has it read. */
  reload(file: object): Promise<void>;
  /** Asks as somebody with this Authorization header. */
  as<Data>(authorization: string, document: string): Promise<Answer<Data>>;
}

/** A gateway as in production: it knows nobody but those whom the issuer and the policy file name. */
const guarded = async (own: Issuer = issuer): Promise<Guarded> => {
  let text = JSON.stringify(policy);
  const access = await openAccess(
    { policyFile: 'policy.json', tokens: own.config },
    { now: Date.now, readFile: () => Promise.resolve(text), onEvent: () => undefined },
  );
  const journey = await journeyOfTest({ access, isEmbedded: false });
  return {
    journey,
    access,
    reload: (file) => {
      text = JSON.stringify(file);
      return access.reload();
    },
    as: (authorization, document) => journey.query(document, {}, { headers: { authorization } }),
  };
};

const viewer = '{ viewer { subject permissions mailbox { address } } }';
const inboxOf = (mailbox: string): string => `{ mailbox(address: "${mailbox}") { address inbox { totalCount } } }`;
const seconds = (): number => Math.floor(Date.now() / 1_000);

interface RawAnswer {
  readonly status: number | undefined;
  readonly challenge: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** Posts an operation with these header lines, the same name as often as it stands there; `fetch` would join them. */
const post = ({ origin }: Journey, headers: readonly string[]): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({ query: viewer });
    const all = ['host', new URL(origin).host, 'content-type', 'application/json', 'content-length', `${body.length}`];
    request(`${origin}/graphql`, { method: 'POST', headers: [...all, ...headers] }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode,
          challenge: answer.headers['www-authenticate'],
          contentType: answer.headers['content-type']?.split(';')[0],
          body: text,
        }),
      );
    })
      .on('error', reject)
      .end(body);
  });

describe('who is not known', () => {
  const tried = 'Bearer realm="workmail-graphql", error="invalid_token"';
  const triedNothing = 'Bearer realm="workmail-graphql"';

  it.each(['application/graphql-response+json', 'application/json'])(
    'is told so with 401 and how to try again, in %s, and reaches no mail server',
    async (accept) => {
      const { journey } = await guarded();
      const good = await issuer.token();
      const cases: readonly (readonly [string, readonly string[], string])[] = [
        ['nothing', [], triedNothing],
        ['another scheme', ['authorization', `Basic ${Buffer.from('ann:secret').toString('base64')}`], triedNothing],
        ['a cookie', ['cookie', `access_token=${good}`], triedNothing],
        ['an empty token', ['authorization', 'Bearer '], tried],
        ['an unknown key', ['authorization', 'Bearer no-such-key'], tried],
        ['the hash of a key', ['authorization', `Bearer ${policy.apiKeys.reports.sha256}`], tried],
        ['a token that has ended', ['authorization', `Bearer ${await issuer.token({ exp: seconds() - 1 })}`], tried],
        ['a token of another issuer', ['authorization', `Bearer ${await issuer.token({ iss: 'x' })}`], tried],
        ['a token for somebody else', ['authorization', `Bearer ${await issuer.token({ aud: 'x' })}`], tried],
        ['a token for nobody', ['authorization', `Bearer ${await issuer.token({ sub: undefined })}`], tried],
        ['a forged token', ['authorization', `Bearer ${await issuer.forged()}`], tried],
        ['an unsigned token', ['authorization', `Bearer ${good.split('.').slice(0, 2).join('.')}.`], tried],
        ['two tokens in a line', ['authorization', `Bearer ${good}, Bearer ${good}`], tried],
        ['two lines', ['authorization', `Bearer ${good}`, 'authorization', `Bearer ${good}`], tried],
        ['a long token', ['authorization', `Bearer ${'a'.repeat(8_193)}`], tried],
      ];
      for (const [name, headers, challenge] of cases) {
        const answer = await post(journey, ['accept', accept, ...headers]);
        expect({ name, ...answer, body: JSON.parse(answer.body) as unknown }).toMatchObject({
          name,
          status: 401,
          challenge,
          contentType: accept,
          body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
        });
      }
      const right = await post(journey, ['accept', accept, 'authorization', `Bearer ${good}`]);
      expect([right.status, right.challenge]).toEqual([200, undefined]);
      expect(journey.emulator.requests).toEqual([]);
      expect(journey.emulator.apiRequests).toEqual([]);
      expect(journey.log()).not.toContain(good.slice(-40));
    },
  );

  it('does not become known by parameters of the address', async () => {
    const { journey } = await guarded();
    const token = await issuer.token();
    const answer = await fetch(`${journey.origin}/graphql?access_token=${token}&authorization=Bearer%20${key}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: viewer }),
    });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, triedNothing]);
    expect(journey.log()).not.toContain(token.slice(-40));
  });

  it('sends a token of a megabyte in vain', async () => {
    const { journey } = await guarded();
    const token = `${'a'.repeat(500_000)}.${'b'.repeat(500_000)}.c`;
    const answer = await post(journey, ['authorization', `Bearer ${token}`]).catch((error: unknown) => error);
    // Node itself closes the door on 16 KB of headers, before it has read all of them.
    if (!(answer instanceof Error)) expect(answer).toMatchObject({ status: 431 });
    expect((await post(journey, ['authorization', `Bearer ${key}`])).status).toBe(200);
  });

  it('may be somebody all the same while the keys of the issuer cannot be had', async () => {
    const own = await startIssuer();
    const { journey } = await guarded(own);
    const token = await own.token();
    await own.close();
    const answer = await post(journey, ['authorization', `Bearer ${token}`]);
    expect([answer.status, answer.challenge]).toEqual([503, undefined]);
    expect(answer.body).toContain('UPSTREAM_UNAVAILABLE');
    expect((await post(journey, ['authorization', `Bearer ${key}`])).status).toBe(200);
  });
});

describe('the viewer', () => {
  it('is a person with a mailbox', async () => {
    const { as } = await guarded();
    const token = await issuer.token({ sub: 'user-1', email: 'Alice@Example.test', email_verified: true });
    const { data, errors } = await as(`Bearer ${token}`, viewer);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      viewer: {
        subject: 'user-1',
        permissions: ['READ_METADATA', 'READ_MESSAGES'],
        mailbox: { address: 'alice@example.test' },
      },
    });
  });

  it('is a person who may do nothing while the issuer has not verified the address', async () => {
    const { as } = await guarded();
    const token = await issuer.token({ sub: 'user-1', email: 'alice@example.test', email_verified: false });
    expect((await as(`Bearer ${token}`, viewer)).data).toEqual({
      viewer: { subject: 'user-1', permissions: [], mailbox: null },
    });
    expect(problemsOf(await as(`Bearer ${token}`, inboxOf('alice@example.test')))).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });

  it('is a service with a key and without a mailbox', async () => {
    const { as } = await guarded();
    const answer = await as(`bearer ${key}`, viewer);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({
      viewer: { subject: 'reports', permissions: ['READ_METADATA', 'READ_MESSAGES'], mailbox: null },
    });
  });

  it('is an auditor by a claim, in every mailbox of the domain', async () => {
    const { as } = await guarded();
    const token = await issuer.token({ sub: 'auditor', groups: ['staff', 'audit'] });
    expect((await as(`Bearer ${token}`, viewer)).data).toEqual({
      viewer: { subject: 'auditor', permissions: ['READ_METADATA'], mailbox: null },
    });
    for (const mailbox of ['alice@example.test', 'bob@example.test'])
      expect((await as(`Bearer ${token}`, inboxOf(mailbox))).data).toMatchObject({ mailbox: { address: mailbox } });
  });
});

describe('a caller', () => {
  it('opens its own mailbox and no other, and asks for no other', async () => {
    const { as, journey } = await guarded();
    const authorization = `Bearer ${await issuer.token({ email: 'alice@example.test' })}`;
    expect((await as(authorization, inboxOf('alice@example.test'))).data).toMatchObject({
      mailbox: { address: 'alice@example.test' },
    });
    journey.emulator.requests.length = 0;
    expect(problemsOf(await as(authorization, inboxOf('bob@example.test')))).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(operationsAt(journey)).toEqual([]);
  });

  it('is nobody from the moment its token ends', async () => {
    const { as, journey } = await guarded();
    const exp = seconds() + 4;
    const authorization = `Bearer ${await issuer.token({ email: 'alice@example.test', exp })}`;
    expect((await as(authorization, viewer)).errors).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, exp * 1_000 - Date.now() + 1));
    expect(await post(journey, ['authorization', authorization])).toMatchObject({ status: 401 });
  });

  it('loses at once what a reload takes away, and keeps it when the file is broken', async () => {
    const { as, reload, journey } = await guarded();
    const authorization = `Bearer ${await issuer.token({ email: 'alice@example.test' })}`;
    await reload({ grants: 'none' });
    expect((await as(authorization, inboxOf('alice@example.test'))).errors).toBeUndefined();
    expect((await post(journey, ['authorization', `Bearer ${key}`])).status).toBe(200);
    await reload({ grants: [] });
    expect(problemsOf(await as(authorization, inboxOf('alice@example.test')))).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await as(authorization, viewer)).data).toMatchObject({ viewer: { permissions: [], mailbox: null } });
    expect((await post(journey, ['authorization', `Bearer ${key}`])).status).toBe(401);
  });
});

describe('a download', () => {
  const files = `{ mailbox(address: "alice@example.test") { messages(filter: { hasAttachments: true }, first: 20) {
    nodes { attachments { ... on FileAttachment { downloadUrl } } }
  } } }`;
  interface Files {
    readonly mailbox: {
      readonly messages: {
        readonly nodes: readonly { readonly attachments: readonly { readonly downloadUrl?: string }[] }[];
      };
    };
  }

  const linkFor = async ({ as, journey }: Guarded, authorization: string): Promise<string> => {
    const { data, errors } = await as<Files>(authorization, files);
    expect(errors).toBeUndefined();
    const [link] = data.mailbox.messages.nodes.flatMap(({ attachments }) =>
      attachments.flatMap(({ downloadUrl }) => downloadUrl ?? []),
    );
    if (link === undefined) throw new Error('no file');
    expect(await statusOf(link)).toBe(200);
    journey.emulator.requests.length = 0;
    return link;
  };
  const statusOf = async (link: string, headers: Readonly<Record<string, string>> = {}): Promise<number> => {
    const answer = await fetch(link, { method: 'HEAD', headers });
    return answer.status;
  };
  const withoutLink = (link: string): string => link.slice(0, link.indexOf('?'));

  it.each<[string, (file: typeof policy) => object]>([
    ['was removed', ({ grants }) => ({ grants: grants.filter(({ to }) => to['apiKey'] === undefined) })],
    ['was exchanged under its name', (file) => ({ ...file, apiKeys: { reports: { sha256: 'f'.repeat(64) } } })],
    [
      'has ended',
      (file) => ({ ...file, apiKeys: { reports: { ...file.apiKeys.reports, expires: '2020-01-01T00:00:00Z' } } }),
    ],
    ['lost its grant', (file) => ({ ...file, grants: [] })],
  ])('by a link of a key that %s is a file that does not exist, and reaches no mail server', async (_name, next) => {
    const all = await guarded();
    const link = await linkFor(all, `Bearer ${key}`);
    await all.reload(next(policy));
    expect(await statusOf(link)).toBe(404);
    expect(operationsAt(all.journey)).toEqual([]);
    await all.reload(policy);
    expect(await statusOf(link)).toBe(200);
  });

  it('by a link of a person obeys the policy of the moment, claims and own mailbox included', async () => {
    const all = await guarded();
    const link = await linkFor(all, `Bearer ${await issuer.token({ email: 'alice@example.test' })}`);
    await all.reload({ grants: policy.grants.filter(({ to }) => to['claim'] !== undefined) });
    expect(await statusOf(link)).toBe(404);
    await all.reload({
      grants: [{ to: { subject: 'ann' }, mailboxes: ['own'], permissions: ['READ_METADATA', 'READ_MESSAGES'] }],
    });
    expect(await statusOf(link)).toBe(200);
  });

  it('without a link needs the same credentials as GraphQL', async () => {
    const all = await guarded();
    const file = withoutLink(await linkFor(all, `Bearer ${key}`));
    expect(await statusOf(file, { authorization: `Bearer ${key}` })).toBe(200);
    const refused = await fetch(file);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Bearer/)]);
    expect(await statusOf(file, { authorization: 'Bearer wrong' })).toBe(401);
    expect(await statusOf(file, { authorization: `Bearer ${await issuer.token({ email: 'bob@example.test' })}` })).toBe(
      404,
    );
  });
});
