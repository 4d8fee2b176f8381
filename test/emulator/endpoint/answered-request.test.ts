import { describe, expect, it } from 'vitest';
import type { AnsweredRequest } from '../../../src/emulator/endpoint/answered-request.ts';
import { envelope, impersonating, type RunningEmulator, startEmulator } from '../running-emulator.ts';

const getInbox =
  '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>';
const getFolders = `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/><t:DistinguishedFolderId Id="voicemail"/></m:FolderIds></m:GetFolder>`;

/** An emulator and what it tells of its requests. */
const followed = async (
  latencyMs?: () => number,
): Promise<RunningEmulator & { readonly answered: readonly AnsweredRequest[] }> => {
  const answered: AnsweredRequest[] = [];
  const now = (): number => Date.UTC(2026, 0, 5);
  const running = await startEmulator({
    now,
    onAnswered: (one) => answered.push(one),
    ...(latencyMs && { latencyMs }),
  });
  return { ...running, answered };
};

describe('An emulator that is followed', () => {
  it('tells what was asked for whom with which credentials, and what came of it', async () => {
    const { call, answered } = await followed();
    await call(getFolders);
    await expect.poll(() => answered).toHaveLength(2);
    expect(answered[0]).toMatchObject({
      service: 'API',
      operation: 'AssumeImpersonationRole',
      authentication: 'signature',
      status: 200,
      responseCode: undefined,
    });
    expect(answered[1]).toMatchObject({
      receivedAt: Date.UTC(2026, 0, 5),
      service: 'EWS',
      operation: 'GetFolder',
      mailbox: 'alice@example.test',
      authentication: { scheme: 'Bearer', access: 'FULL_ACCESS' },
      fault: undefined,
      status: 200,
      responseCode: 'ErrorFolderNotFound',
      isBroken: false,
    });
    expect(answered[1]?.requestBody).toContain('"voicemail"');
    expect(answered[1]?.answerBody).toMatch(/^<\?xml[^]*NoError[^]*ErrorFolderNotFound[^]*Envelope>$/);
    expect(JSON.stringify(answered[1])).not.toContain('Bearer ');
  });

  it('tells no credentials from refused ones and from a password', async () => {
    const { post, answered } = await followed();
    const basic = `Basic ${Buffer.from('alice@example.test:alice-secret').toString('base64')}`;
    await post(envelope(getInbox), {});
    await post(envelope(getInbox), { authorization: 'Bearer wrong' });
    await post(envelope(getInbox), { authorization: basic });
    await expect.poll(() => answered).toHaveLength(3);
    expect(answered.map(({ authentication, status, mailbox }) => ({ authentication, status, mailbox }))).toEqual([
      { authentication: 'none', status: 401, mailbox: undefined },
      { authentication: 'refused', status: 401, mailbox: undefined },
      { authentication: { scheme: 'Basic', access: 'USER' }, status: 200, mailbox: 'alice@example.test' },
    ]);
    expect(JSON.stringify(answered)).not.toContain('alice-secret');
  });

  it('tells of faults, of broken connections, and of paths that there are not', async () => {
    const { emulator, call, post, ewsUrl, answered } = await followed();
    emulator.faults.add({ kind: 'status', status: 503, operation: 'GetFolder' });
    emulator.faults.add({ kind: 'reset', operation: 'GetFolder' });
    await call(getInbox);
    await expect(call(getInbox)).rejects.toThrow(TypeError);
    await fetch(new URL('/owa', ewsUrl));
    await post('no XML', { authorization: 'Bearer wrong' });
    await expect.poll(() => answered).toHaveLength(6);
    const seen = answered.filter(({ service }) => service !== 'API');
    expect(seen.map(({ operation, fault, status, isBroken }) => ({ operation, fault, status, isBroken }))).toEqual([
      { operation: 'GetFolder', fault: 'status', status: 503, isBroken: false },
      { operation: 'GetFolder', fault: 'reset', status: undefined, isBroken: true },
      { operation: 'GET /owa', fault: undefined, status: 404, isBroken: false },
      { operation: 'POST /EWS/Exchange.asmx', fault: undefined, status: 401, isBroken: false },
    ]);
  });

  it('tells neither the query of an address, where tokens may stand, nor names without end', async () => {
    const { ewsUrl, call, answered } = await followed();
    await (await fetch(`${new URL(ewsUrl).origin}/callback?token=canary`)).text();
    await call(getInbox, `${'x'.repeat(100_000)}@example.test`);
    await call(`<m:${'y'.repeat(100_000)}/>`);
    await expect.poll(() => answered).toHaveLength(5);
    const [asked, far, odd] = answered.filter(({ service }) => service !== 'API');
    expect([asked?.operation, far?.mailbox, odd?.operation]).toEqual([
      'GET /callback',
      'x'.repeat(320),
      'y'.repeat(320),
    ]);
  });

  it('tells the type of an API error', async () => {
    const { api, answered } = await followed();
    await api('DescribeUser', { UserId: 'nobody@example.test' });
    await expect.poll(() => answered).toHaveLength(1);
    expect(answered[0]).toMatchObject({
      operation: 'DescribeUser',
      status: 400,
      responseCode: 'EntityNotFoundException',
    });
  });
});

describe('An emulator with latency', () => {
  it('asks for it once a request, which is not looked at before it is over', async () => {
    const waits = [0, 0, 60_000];
    const { emulator, token, post, answered } = await followed(() => waits.shift() ?? 0);
    const headers = { authorization: `Bearer ${await token()}` };
    const request = envelope(getInbox, impersonating('alice@example.test'));
    expect((await post(request, headers)).status).toBe(200);
    expect(emulator.requests).toHaveLength(1);
    const leaving = new AbortController();
    const left = post(request, headers, leaving.signal);
    await expect.poll(() => waits).toHaveLength(0);
    leaving.abort();
    await expect(left).rejects.toThrow();
    await expect.poll(() => answered).toHaveLength(3);
    expect(answered[2]).toMatchObject({ status: undefined, isBroken: true });
    expect(emulator.requests).toHaveLength(1);
  });
});
