import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Push } from '../../src/notifications/sources/push-endpoints.ts';
import { address } from '../access.ts';
import { pushDoorOfTest } from '../notifications/sources/push-door.ts';

const alice = address('alice@example.test');

const start = async () => {
  const door = await pushDoorOfTest();
  const pushes: Push[] = [];
  const { url, close } = door.endpoints.open({ address: alice }, (push) => void pushes.push(push));
  return { ...door, url, close, pushes };
};

const post = (
  url: URL | string,
  body: string | Uint8Array = '',
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', ...headers },
    body: Buffer.from(body),
  });

/** All that comes on a connection of its own to a request that may never be finished. */
const exchange = async (origin: string, request: string): Promise<string> => {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(request);
  return text(socket);
};

const soap = (body: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body>${body}</s:Body></s:Envelope>`;
const sent = (...messages: readonly string[]): string =>
  soap(`<m:SendNotification><m:ResponseMessages>${messages.join('')}</m:ResponseMessages></m:SendNotification>`);
const told = (events: string): string =>
  `<m:SendNotificationResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Notification><t:SubscriptionId>x</t:SubscriptionId>${events}</m:Notification></m:SendNotificationResponseMessage>`;
const status = told('<t:StatusEvent><t:Watermark>w</t:Watermark></t:StatusEvent>');
const newMail = told('<t:NewMailEvent><t:ItemId Id="i"/><t:ParentFolderId Id="f"/></t:NewMailEvent>');
const failure =
  '<m:SendNotificationResponseMessage ResponseClass="Error"><m:ResponseCode>ErrorMissedNotificationEvents</m:ResponseCode></m:SendNotificationResponseMessage>';

const verdict = (status: string): string => `<SubscriptionStatus>${status}</SubscriptionStatus>`;

describe('what a mail server sends', () => {
  it('is answered as EWS asks for, and kept by nobody', async () => {
    const { url } = await start();
    const answer = await post(url, sent(newMail));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await answer.text()).toContain(
      `<SendNotificationResult xmlns="http://schemas.microsoft.com/exchange/services/2006/messages">${verdict('OK')}`,
    );
  });

  it.each([
    ['events', sent(newMail), 'changed'],
    ['a status', sent(status), 'status'],
    ['a status and events', sent(status, newMail), 'changed'],
    ['neither', sent(told('')), 'changed'],
    ['the end of the subscription', sent(failure), 'lost'],
    ['events and the end', sent(newMail, failure), 'lost'],
  ])('is told apart: %s', async (_, body, type) => {
    const { url, pushes } = await start();
    await post(url, body);
    expect(pushes.map((push) => push.type)).toEqual([type]);
  });

  it.each<readonly [string, string | Uint8Array]>([
    ['nothing', ''],
    ['no XML', '{"changed":true}'],
    ['another request', soap('<m:GetItem/>')],
    ['a document type', `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${sent(newMail)}`],
    ['no UTF-8', new Uint8Array([0xff, 0xfe, 0x00])],
    ['half a document', sent(newMail).slice(0, 400)],
    ['more than is read', new Uint8Array(1024 * 1024 + 1)],
  ])('has the mailbox looked at, and is taken, when it is %s', async (_, body) => {
    const { url, pushes } = await start();
    const answer = await post(url, body);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining(verdict('OK'))]);
    expect(pushes).toEqual([{ type: 'changed', events: [] }]);
  });

  it('is cut off when it goes on after all that is read', async () => {
    const { url, origin, pushes } = await start();
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await exchange(
      origin,
      `POST ${url.pathname} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.toLowerCase()).toContain('connection: close');
    expect(pushes).toHaveLength(1);
  });

  it('changes nothing when it breaks off', async () => {
    const { url, origin, pushes } = await start();
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    socket.end(
      `POST ${url.pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n${sent(newMail).slice(0, 100)}`,
    );
    await text(socket).catch(() => '');
    await post(url, sent(status));
    expect(pushes.map(({ type }) => type)).toEqual(['status']);
  });

  it('is answered Unsubscribe, unread, when nobody waits for it any more', async () => {
    const { url, origin, close, pushes } = await start();
    close();
    expect(await (await post(url, sent(newMail))).text()).toContain(verdict('Unsubscribe'));
    const answer = await exchange(
      origin,
      `POST ${url.pathname} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n`,
    );
    expect(answer).toContain(verdict('Unsubscribe'));
    expect(pushes).toEqual([]);
  });

  it('can only be posted', async () => {
    const { url, pushes } = await start();
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
      const answer = await fetch(url, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
    expect(pushes).toEqual([]);
  });
});

describe('a path that no gateway has made', () => {
  it('is not found before a byte of what is sent there is read', async () => {
    const { url, origin, pushes } = await start();
    const answer = await exchange(origin, `POST ${url.pathname}A HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(pushes).toEqual([]);
  });

  it('is recorded once a minute, with how many there were', async () => {
    const { origin, audited, advance } = await start();
    const forge = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1)
        expect((await post(`${origin}/ews/notifications/${'A'.repeat(100)}`)).status).toBe(404);
    };
    await forge(20);
    advance(59_999);
    await forge(1);
    advance(1);
    await forge(2);
    const line = { audit: 'refusal', reason: 'BAD_PUSH', route: 'notifications', caller: null, requestId: 'request-1' };
    expect(audited).toEqual([
      expect.objectContaining({ ...line, count: 1 }),
      expect.objectContaining({ ...line, count: 21 }),
    ]);
    expect(JSON.stringify(audited)).not.toContain('AAAA');
  });
});
