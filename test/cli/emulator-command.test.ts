import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AssumeImpersonationRoleCommand, ListUsersCommand, WorkMailClient } from '@aws-sdk/client-workmail';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  announced,
  type Announced,
  type CompiledCommand,
  compileCommand,
  linesOf,
  type Run,
} from './compiled-command.ts';

// A compiler and processes that each load everything: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let command: CompiledCommand;
beforeAll(async () => {
  command = await compileCommand();
});
afterAll(() => command.remove());

/** An emulator on any free port that announces itself in JSON. */
const emulator = async (...parameters: readonly string[]): Promise<{ readonly run: Run; readonly told: Announced }> => {
  const run = command.run(['emulator', '--port', '0', '--json', ...parameters]);
  return { run, told: await announced(run) };
};

const file = async (name: string, content: unknown): Promise<string> => {
  await writeFile(join(command.folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
};

const basic = (address: string, password: string): string =>
  `Basic ${Buffer.from(`${address}:${password}`).toString('base64')}`;
const asAlice = basic('alice@example.test', 'alice-demo-password');

const findInbox = `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:IndexedPageItemView MaxEntriesReturned="3" Offset="0" BasePoint="Beginning"/><m:SortOrder><t:FieldOrder Order="Descending"><t:FieldURI FieldURI="item:DateTimeReceived"/></t:FieldOrder></m:SortOrder><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>`;

/** Sends a request; `actAs` is the address to impersonate. */
const ews = async (
  { ewsUrl }: Announced,
  authorization: string | undefined,
  actAs?: string,
  request = findInbox,
): Promise<Response> => {
  const header =
    actAs === undefined
      ? ''
      : `<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>${actAs}</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>`;
  return fetch(ewsUrl, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', ...(authorization === undefined ? {} : { authorization }) },
    body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header><t:RequestServerVersion Version="Exchange2010_SP2"/>${header}</s:Header><s:Body>${request}</s:Body></s:Envelope>`,
  });
};

const total = (text: string): number => Number(/TotalItemsInView="(\d+)"/.exec(text)?.[1]);
const subjects = (text: string): readonly (string | undefined)[] =>
  [...text.matchAll(/<t:Subject>([^<]*)</g)].map(([, subject]) => subject);

/** AWS's own client, told where to go by nothing but the variables that were announced. */
const workmail = ({ environment: { aws } }: Announced): WorkMailClient => {
  const client = new WorkMailClient({
    endpoint: aws['AWS_ENDPOINT_URL_WORKMAIL'] ?? '',
    region: aws['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: aws['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: aws['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  });
  onTestFinished(() => client.destroy());
  return client;
};

describe('workmail-graphql emulator', () => {
  it('lets a mail user in after a 401 challenge, and ends with 0 on SIGTERM', async () => {
    const { run, told } = await emulator();
    const challenge = await ews(told, undefined);
    expect(challenge.status).toBe(401);
    expect(challenge.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    const alice = told.mailboxes.find(({ address }) => address === 'alice@example.test');
    const answer = await (await ews(told, basic('alice@example.test', String(alice?.['password'])))).text();
    expect([total(answer), subjects(answer)]).toEqual([
      1200,
      [expect.any(String), expect.any(String), expect.any(String)],
    ]);
    run.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(run.errors()).toBe('');
    await expect(ews(told, undefined)).rejects.toThrow(TypeError);
  });

  it("hands AWS's client tokens that open mailboxes, but not those that are closed to the roles", async () => {
    const { told } = await emulator();
    const client = workmail(told);
    const { organizationId: OrganizationId, roles } = told;
    const users = await client.send(new ListUsersCommand({ OrganizationId }));
    expect(users.Users?.map(({ Email }) => Email)).toContain('bob@example.test');
    const assumed = await client.send(
      new AssumeImpersonationRoleCommand({ OrganizationId, ImpersonationRoleId: roles.readOnly }),
    );
    const token = `Bearer ${assumed.Token}`;
    expect(total(await (await ews(told, token, 'alice@example.test')).text())).toBe(1200);
    const closed = told.mailboxes
      .filter(({ isClosedToRoles }) => isClosedToRoles)
      .map(({ address }) => String(address));
    expect(closed).toEqual(['vault@example.test']);
    expect(await (await ews(told, token, closed[0])).text()).toContain('ErrorImpersonateUserDenied');
  });

  it('answers what is asked of the directory without a mailbox', async () => {
    const { told } = await emulator('--seed', 'empty');
    const client = workmail(told);
    const { Token } = await client.send(
      new AssumeImpersonationRoleCommand({
        OrganizationId: told.organizationId,
        ImpersonationRoleId: told.roles.fullAccess,
      }),
    );
    const resolve =
      '<m:ResolveNames ReturnFullContactData="false"><m:UnresolvedEntry>bob@example.test</m:UnresolvedEntry></m:ResolveNames>';
    const answer = await (await ews(told, `Bearer ${Token}`, undefined, resolve)).text();
    expect(answer).toContain('<t:EmailAddress>bob@example.test</t:EmailAddress>');
    expect(total(await (await ews(told, asAlice)).text())).toBe(0);
  });

  it('serves a gateway that has nothing but the variables that it wrote, and a policy', async () => {
    const { told } = await emulator();
    const key = 'k'.repeat(44);
    const policy = await file('policy.json', {
      apiKeys: { test: { sha256: createHash('sha256').update(key).digest('hex') } },
      grants: [{ to: { apiKey: 'test' }, mailboxes: ['alice@example.test'], permissions: ['READ_MESSAGES'] }],
    });
    const gateway = command.run(['start'], {
      ...told.environment.gateway,
      PORT: '0',
      HOST: '127.0.0.1',
      POLICY_FILE: join(command.folder, policy),
      GATEWAY_SECRET: Buffer.alloc(32, 1).toString('base64'),
      PUBLIC_URL: 'https://mail-api.example.com',
    });
    await expect.poll(gateway.output, { timeout: 100_000 }).toContain('"origin"');
    const [, origin = ''] = /"origin":"([^"]+)"/.exec(gateway.output()) ?? [];
    const answer = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({
        query: '{ mailbox(address: "alice@example.test") { messages(first: 1) { totalCount } } }',
      }),
    });
    expect(await answer.json()).toMatchObject({ data: { mailbox: { messages: { totalCount: expect.any(Number) } } } });
    gateway.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
  });

  it('has the mail of a seed file, dated by its clock, which begins where it is told and runs', async () => {
    const seed = await file('seed.json', {
      mailboxes: [
        {
          address: 'eve@example.test',
          password: 'pw',
          folders: {
            inbox: [
              { subject: 'Older', from: 'a@b.example', date: '-2d' },
              { subject: 'Newer', from: 'a@b.example', date: '-1d' },
            ],
          },
        },
      ],
    });
    const { told } = await emulator('--seed', seed, '--clock', '2026-03-02T08:00:00Z');
    expect(told.clock).toMatch(/^2026-03-02T08:0/);
    expect(told.mailboxes.map(({ address, password }) => [address, password])).toEqual([['eve@example.test', 'pw']]);
    const answer = await (await ews(told, basic('eve@example.test', 'pw'))).text();
    expect(subjects(answer)).toEqual(['Newer', 'Older']);
    expect(
      answer.match(/<t:DateTimeSent>2026-0(2-28|3-01)T07:59|<t:DateTimeSent>2026-0(2-28|3-01)T08:0/g),
    ).toHaveLength(2);
    const clock = async (): Promise<number> => {
      const shown = (await (await fetch(`${told.controlUrl}/clock`)).json()) as { readonly now: string };
      return Date.parse(shown.now);
    };
    const first = await clock();
    await expect.poll(clock).toBeGreaterThan(first);
  });

  it('can stop its clock, so that the demo of a day is the same on every run', async () => {
    const { told } = await emulator('--clock', '2026-03-02', '--frozen');
    expect(told.clock).toBe('2026-03-02T00:00:00.000Z');
    const shown = await (await fetch(`${told.controlUrl}/clock`)).json();
    expect(shown).toMatchObject({ now: '2026-03-02T00:00:00.000Z' });
  });

  it('does what a fault file says to the requests that it names, and keeps every one waiting', async () => {
    const faults = await file('faults.json', [{ kind: 'serverBusy', operation: 'FindItem', times: 1, backOffMs: 70 }]);
    const { told } = await emulator('--faults', faults, '--latency', '400-500');
    const began = performance.now();
    const busy = await ews(told, asAlice);
    // Timers never fire early but for their rounding; a slow machine makes this longer.
    expect(performance.now() - began).toBeGreaterThan(395);
    expect(await busy.text()).toMatch(/ErrorServerBusy[^]*BackOffMilliseconds[^]*70/);
    expect(total(await (await ews(told, asAlice)).text())).toBe(1200);
  });

  it('writes a line a request, without anything of its content', async () => {
    const run = command.run(['emulator', '--port', '0', '--log']);
    await expect.poll(run.output, { timeout: 100_000 }).toContain('Ctrl-C stops it.');
    const told = announcedIn(run.output());
    await ews(told, undefined);
    const answer = await (await ews(told, asAlice)).text();
    await expect.poll(() => run.output().match(/^\d{4}-.*$/gm), { timeout: 100_000 }).toHaveLength(2);
    const [refused, found] = run.output().match(/^\d{4}-.*$/gm) ?? [];
    expect(refused).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z EWS FindItem - - 401 - \d+ ms$/);
    expect(found).toMatch(/^\S+Z EWS FindItem alice@example\.test Basic\/USER 200 NoError \d+ ms$/);
    for (const subject of subjects(answer)) expect(run.output()).not.toContain(subject);
    run.kill('SIGINT');
    expect(await run.ended).toBe(0);
  });

  it('writes the XML too when it is asked for, and JSON lines with --json', async () => {
    const { run, told } = await emulator('--log', 'wire');
    const answer = await (await ews(told, asAlice)).text();
    await expect.poll(() => linesOf(run), { timeout: 100_000 }).toHaveLength(2);
    expect(JSON.parse(linesOf(run)[1] ?? '')).toMatchObject({
      service: 'EWS',
      operation: 'FindItem',
      mailbox: 'alice@example.test',
      authentication: 'Basic/USER',
      status: 200,
      responseCode: 'NoError',
      requestBody: expect.stringContaining(findInbox),
      answerBody: answer,
    });
    expect(run.output()).not.toContain(asAlice);
  });

  it('goes on when nobody reads what it writes any longer', async () => {
    const { run, told } = await emulator('--seed', 'empty', '--log');
    run.stopReading();
    for (let request = 0; request < 3; request += 1) expect((await ews(told, asAlice)).status).toBe(200);
    run.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(run.errors()).toBe('');
  });

  it('says that a port is taken', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => holder.close(() => resolve())));
    const { port } = holder.address() as AddressInfo;
    const run = command.run(['emulator', '--port', String(port)]);
    expect(await run.ended).toBe(1);
    expect(run.errors()).toBe(`--port ${port}: cannot listen there (EADDRINUSE)\n`);
    expect(run.output()).toBe('');
  });

  it.each<[readonly string[], number, RegExp]>([
    [
      ['--port', '70000'],
      64,
      /--port <number>' argument '70000' is invalid\. It must be a whole number from 0 to 65535/,
    ],
    [['--clock', '2026-02-30'], 64, /It must be a day or an instant such as/],
    [['--latency', '5-2'], 64, /It must be milliseconds such as 250/],
    [['--log', 'all'], 64, /Allowed choices are requests, wire/],
    [['--colour'], 64, /unknown option '--colour'/],
    [['twice'], 64, /too many arguments/],
    [['--seed', 'nowhere.json'], 66, /^nowhere\.json: cannot be read \(ENOENT\)\n$/],
    [['--seed', 'bad-seed.json'], 65, /^bad-seed\.json: mailboxes\[0\]\.address must be an address/],
    [['--faults', 'nowhere.json'], 66, /^nowhere\.json: cannot be read/],
    [['--faults', 'bad-faults.json'], 65, /^bad-faults\.json: \[0\]/],
  ])('%j ends with %i and says why', async (parameters, code, message) => {
    await file('bad-seed.json', { mailboxes: [{ address: 'eve' }] });
    await file('bad-faults.json', [{ kind: 'earthquake' }]);
    const run = command.run(['emulator', '--port', '0', ...parameters]);
    expect(await run.ended).toBe(code);
    expect(run.errors()).toMatch(message);
    expect(run.output()).toBe('');
  });
});

describe('workmail-graphql', () => {
  it('helps with every option and an example', async () => {
    const run = command.run(['emulator', '--help']);
    expect(await run.ended).toBe(0);
    for (const option of ['--port', '--seed', '--clock', '--frozen', '--latency', '--faults', '--log', '--json']) {
      expect(run.output()).toContain(`${option}`);
    }
    expect(run.output()).toContain('$ workmail-graphql emulator --port 0 --seed empty --json');
  });

  it.each<[readonly string[], number]>([
    [['--version'], 0],
    [['help'], 0],
    [[], 64],
    [['emulate'], 64],
  ])('%j ends with %i', async (parameters, code) => {
    expect(await command.run(parameters).ended).toBe(code);
  });

  it('start is the gateway, with its own exit codes', async () => {
    const gateway = command.run(['start'], { PORT: 'CANARY' });
    expect(await gateway.ended).toBe(78);
    expect(gateway.errors()).toContain('  PORT: ');
  });
});

/** What the start information for people says. */
const announcedIn = (output: string): Announced => {
  const [, ewsUrl = ''] = /EWS: +(\S+)/.exec(output) ?? [];
  return { ewsUrl } as Announced;
};
