import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  codesIn,
  envelope,
  idsIn,
  impersonating,
  type RunningEmulator,
  startEmulator,
} from '../running-emulator.ts';
import { mail } from '../small-organization.ts';

const getInbox =
  '<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/><t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>';

const findInbox =
  '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>';
const findFolders =
  '<m:FindFolder Traversal="Shallow"><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindFolder>';

const createFolder = (name: string): string =>
  `<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>${name}</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`;

const bob = 'bob@example.test';

/** Sends a request with a token that is already there, so that nothing but it reaches the emulator. */
const sender = async ({ post, token }: RunningEmulator, signal?: AbortSignal) => {
  const authorization = `Bearer ${await token()}`;
  return (request: string, mailbox = 'alice@example.test') =>
    post(envelope(request, impersonating(mailbox)), { authorization }, signal);
};

describe('a scripted fault', () => {
  it('hits the requests that it is meant for, as often as it says, after those that it lets pass', async () => {
    const running = await startEmulator();
    const { faults } = running.emulator;
    faults.add({
      kind: 'status',
      status: 503,
      operation: 'GetFolder',
      mailbox: 'alice@example.test',
      skip: 1,
      times: 2,
    });
    const send = await sender(running);
    const statuses = [];
    for (const mailbox of ['alice', 'bob', 'alice', 'bob', 'alice', 'alice']) {
      statuses.push((await send(getInbox, `${mailbox}@example.test`)).status);
    }
    expect(statuses).toEqual([200, 200, 503, 200, 503, 200]);
  });

  it('leaves with clear, and the first of several comes first', async () => {
    const running = await startEmulator();
    const { faults } = running.emulator;
    const send = await sender(running);
    faults.add({ kind: 'status', status: 502 });
    faults.add({ kind: 'status', status: 504, times: Infinity });
    expect([(await send(getInbox)).status, (await send(getInbox)).status]).toEqual([502, 504]);
    faults.clear();
    expect((await send(getInbox)).status).toBe(200);
  });

  it('answers any status, headers and body', async () => {
    const running = await startEmulator();
    const send = await sender(running);
    running.emulator.faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '7' }, body: 'slow down' });
    const answer = await send(getInbox);
    expect([answer.status, answer.headers.get('retry-after'), answer.text]).toEqual([429, '7', 'slow down']);
  });

  it('answers a SOAP fault with the time to back off, in the words that clients look for', async () => {
    const running = await startEmulator();
    const send = await sender(running);
    running.emulator.faults.add({ kind: 'fault', responseCode: 'ErrorServerBusy', backOffMs: 300 });
    const answer = await send(getInbox);
    expect(answer.status).toBe(500);
    expect(answer.text).toContain('The server cannot service this request right now. Try again later.');
    expect(answer.text).toContain('<t:Value Name="BackOffMilliseconds">300</t:Value>');
  });

  it('makes one message of an answer fail and leaves the others', async () => {
    const running = await startEmulator();
    const send = await sender(running);
    running.emulator.faults.add({ kind: 'itemError', index: 0, responseCode: 'ErrorItemCorrupt' });
    const answer = await send(getInbox);
    expect(codesIn(answer)).toEqual(['ErrorItemCorrupt', 'NoError']);
    expect(bodyOf(answer)).toContain('<t:CalendarFolder>');
  });

  it.each([
    ['leaves out of a batch of writes the one that fails', false, ['NoError', 'ErrorTimeoutExpired', 'NoError'], ['B']],
    [
      'ends a batch of writes where one fails',
      true,
      ['NoError', 'ErrorTimeoutExpired', 'ErrorBatchProcessingStopped'],
      ['B', 'C'],
    ],
  ])('%s', async (_, stopsBatch, codes, left) => {
    const running = await startEmulator();
    const send = await sender(running);
    const ids = ['A', 'B', 'C'].map((subject) => running.emulator.deliver(bob, 'inbox', mail(subject)));
    const named = ids.map((id) => `<t:ItemId Id="${id}"/>`).join('');
    running.emulator.faults.add({ kind: 'itemError', index: 1, responseCode: 'ErrorTimeoutExpired', stopsBatch });
    const request = `<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>${named}</m:ItemIds></m:DeleteItem>`;
    const answer = await send(request, bob);
    expect(codesIn(answer)).toEqual(codes);
    const found = await send(findInbox, bob);
    expect([...found.text.matchAll(/<t:Subject>([^<]+)</g)].map(([, subject]) => subject)).toEqual([
      'For Bob',
      ...left,
    ]);
  });

  it('keeps the only write of a request from being done', async () => {
    const running = await startEmulator();
    const send = await sender(running);
    running.emulator.faults.add({ kind: 'itemError', index: 0, responseCode: 'ErrorQuotaExceeded' });
    expect(codesIn(await send(createFolder('New'), bob))).toEqual(['ErrorQuotaExceeded']);
    expect(codesIn(await send(createFolder('New'), bob))).toEqual(['NoError']);
    expect(codesIn(await send(createFolder('New'), bob))).toEqual(['ErrorFolderExists']);
  });

  it('delays the true answer', async () => {
    const running = await startEmulator();
    const send = await sender(running);
    running.emulator.faults.add({ kind: 'delay', ms: 30 });
    expect((await send(getInbox)).status).toBe(200);
  });

  it('cuts an answer so that HTTP does not notice', async () => {
    const running = await startEmulator();
    const send = await sender(running);
    const whole = await send(getInbox);
    running.emulator.faults.add({ kind: 'cut', atByte: 300 });
    const cut = await send(getInbox);
    expect([cut.status, cut.text]).toEqual([200, whole.text.slice(0, 300)]);
  });

  it('answers with any other body', async () => {
    const running = await startEmulator();
    const send = await sender(running);
    running.emulator.faults.add({ kind: 'body', body: '<html>down</html>', contentType: 'text/html' });
    const answer = await send(getInbox);
    expect([answer.status, answer.headers.get('content-type'), answer.text]).toEqual([
      200,
      'text/html',
      '<html>down</html>',
    ]);
  });

  it('destroys the connection', async () => {
    const running = await startEmulator();
    const send = await sender(running);
    running.emulator.faults.add({ kind: 'reset' });
    await expect(send(getInbox)).rejects.toThrow('fetch failed');
    expect(running.emulator.requests.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it('destroys the connection with the rest of the request unread, as soon as it has named its operation', async () => {
    const running = await startEmulator();
    const { emulator, ewsUrl } = running;
    const authorization = `Bearer ${await running.token()}`;
    emulator.faults.add({ kind: 'breakOff', operation: 'CreateFolder', mailbox: bob, skip: 1 });
    const send = await sender(running);
    expect(codesIn(await send(createFolder('First'), bob))).toEqual(['NoError']);
    expect((await send(findFolders, bob)).status).toBe(200);
    const whole = envelope(createFolder('Second'), impersonating(bob));
    const beginning = whole.slice(0, whole.indexOf('<m:ParentFolderId>'));
    const leaving = connect(Number(new URL(ewsUrl).port), '127.0.0.1');
    const left = once(leaving, 'close');
    leaving.on('error', () => undefined);
    const head = ['POST /EWS/Exchange.asmx HTTP/1.1', 'host: emulator', `authorization: ${authorization}`];
    // Nobody sends the rest: who waited for it would wait for ever.
    leaving.write(`${[...head, `content-length: ${whole.length}`].join('\r\n')}\r\n\r\n${beginning}`);
    await left;
    expect(emulator.requests.at(-1)).toMatchObject({
      operation: 'CreateFolder',
      mailbox: bob,
      body: '',
      aborted: false,
    });
    // It is used up, and it did nothing.
    expect(codesIn(await send(createFolder('Second'), bob))).toEqual(['NoError']);
  });

  it('breaks off a request that comes in one piece too, before it is done', async () => {
    const running = await startEmulator();
    const send = await sender(running);
    running.emulator.faults.add({ kind: 'breakOff' });
    await expect(send(createFolder('New'), bob)).rejects.toThrow('fetch failed');
    expect(codesIn(await send(createFolder('New'), bob))).toEqual(['NoError']);
  });

  it.each(['lose', 'reset'] as const)(
    'destroys the connection for `%s`; only `lose` does what was asked before',
    async (kind) => {
      const running = await startEmulator();
      const send = await sender(running);
      running.emulator.faults.add({ kind });
      await expect(send(createFolder('New'), bob)).rejects.toThrow('fetch failed');
      const isDone = kind === 'lose';
      expect(codesIn(await send(createFolder('New'), bob))).toEqual([isDone ? 'ErrorFolderExists' : 'NoError']);
      expect(running.emulator.requests[0]?.aborted).toBe(false);
    },
  );

  it.each(['withhold', 'hang'] as const)(
    'never answers for `%s`; only `withhold` does what was asked',
    async (kind) => {
      const running = await startEmulator();
      const leaving = new AbortController();
      const send = await sender(running);
      const sendAndLeave = await sender(running, leaving.signal);
      running.emulator.faults.add({ kind });
      const answer = sendAndLeave(createFolder('New'), bob);
      await expect.poll(() => running.emulator.requests.length).toBe(1);
      const isDone = kind === 'withhold';
      expect(codesIn(await send(createFolder('New'), bob))).toEqual([isDone ? 'ErrorFolderExists' : 'NoError']);
      leaving.abort();
      await expect(answer).rejects.toThrow('aborted');
    },
  );

  it('is done late although the client left meanwhile, and not before', async () => {
    const running = await startEmulator();
    const leaving = new AbortController();
    const send = await sender(running);
    const sendAndLeave = await sender(running, leaving.signal);
    // Long enough for a busy machine to look before it is over.
    running.emulator.faults.add({ kind: 'late', ms: 4_000 });
    const answer = sendAndLeave(createFolder('New'), bob);
    await expect.poll(() => running.emulator.requests.length).toBe(1);
    expect((await send(findFolders, bob)).text).not.toContain('>New<');
    leaving.abort();
    await expect(answer).rejects.toThrow('aborted');
    await expect.poll(async () => (await send(findFolders, bob)).text, { timeout: 50_000 }).toContain('>New<');
  });

  it('answers late to a client that waits', async () => {
    const running = await startEmulator();
    const send = await sender(running);
    running.emulator.faults.add({ kind: 'late', ms: 30 });
    expect(codesIn(await send(createFolder('New'), bob))).toEqual(['NoError']);
  });

  it('writes forbidden characters as references, which are left out otherwise', async () => {
    const running = await startEmulator();
    const send = await sender(running);
    const id = running.emulator.deliver('alice@example.test', 'inbox', mail('bell\u0007 and more'));
    const get = `<m:GetItem><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:ItemIds><t:ItemId Id="${id}"/></m:ItemIds></m:GetItem>`;
    expect(bodyOf(await send(get))).toContain('<t:Subject>bell and more</t:Subject>');
    running.emulator.faults.add({ kind: 'illegalReferences' });
    expect(bodyOf(await send(get))).toContain('<t:Subject>bell&#x7; and more</t:Subject>');
  });

  it('expires the token that comes with a request, and no other', async () => {
    const running = await startEmulator();
    const [send, other] = [await sender(running), await sender(running)];
    running.emulator.faults.add({ kind: 'expireToken' });
    const statuses = [await send(getInbox), await send(getInbox), await other(getInbox)].map(({ status }) => status);
    expect(statuses).toEqual([401, 401, 200]);
  });

  it('hits the WorkMail API where it names an action', async () => {
    const { api, emulator } = await startEmulator();
    emulator.faults.add({ kind: 'status', status: 503 });
    emulator.faults.add({ kind: 'fault', responseCode: 'ThrottlingException', operation: 'ListUsers' });
    expect((await api('ListGroups')).status).toBe(200);
    expect(await api('ListUsers')).toMatchObject({ status: 400, body: { __type: 'ThrottlingException' } });
  });
});

describe('a client that leaves', () => {
  it('is noticed and recorded, and a hanging answer ends with it', async () => {
    const running = await startEmulator();
    const { emulator } = running;
    const leaving = new AbortController();
    const send = await sender(running, leaving.signal);
    emulator.faults.add({ kind: 'hang' });
    const answer = send(getInbox);
    await expect.poll(() => emulator.requests.length).toBe(1);
    expect(emulator.requests[0]?.aborted).toBe(false);
    leaving.abort();
    await expect(answer).rejects.toThrow('aborted');
    await expect.poll(() => emulator.requests[0]?.aborted).toBe(true);
  });

  it('is not made up: an answer that was read is not recorded as left', async () => {
    const running = await startEmulator();
    const send = await sender(running);
    const answer = await send(getInbox);
    expect(idsIn(answer, 'FolderId')).toHaveLength(2);
    await send(getInbox);
    expect(running.emulator.requests.map(({ aborted }) => aborted)).toEqual([false, false]);
  });
});
