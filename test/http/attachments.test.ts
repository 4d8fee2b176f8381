import { describe, expect, test } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import { attachmentsRoute } from '../../src/http/attachments.ts';
import { alice, ask, bytesOf, fakeServices, idOf, soapAnswer, type FakeServer } from './downloads.ts';

const content = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7) % 256));

const fileAnswer = (name: string, contentType: string): string =>
  soapAnswer(
    'GetAttachment',
    `ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Attachments><t:FileAttachment><t:AttachmentId Id="att-1"/>` +
      `<t:Name>${name}</t:Name><t:ContentType>${contentType}</t:ContentType><t:Content>${content.toString('base64')}</t:Content></t:FileAttachment></m:Attachments>`,
  );

const errorAnswer = (code: string): string =>
  soapAnswer(
    'GetAttachment',
    `ResponseClass="Error"><m:MessageText>No.</m:MessageText><m:ResponseCode>${code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey><m:Attachments/>`,
  );

const start = (server: FakeServer) => {
  const { services, links, seen } = fakeServices(server);
  return { route: attachmentsRoute(services), links, seen };
};

const path = `/attachments/${idOf('MessageAttachment', 'att-1')}`;

describe('GET /attachments/:id', () => {
  test('streams the decoded file with its name and type, safe for any browser', async () => {
    const { route, seen } = start({ answer: fileAnswer('Übersicht.pdf', 'application/pdf'), pieceLength: 7 });
    const answer = await ask(route, path);
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="Ubersicht.pdf"; filename*=UTF-8''%C3%9Cbersicht.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
    });
    expect((await bytesOf(answer)).equals(content)).toBe(true);
    expect(seen.operations).toEqual(['GetAttachment att-1']);
  });

  test.each([
    ['image/png', '?inline=1', 'image/png', 'inline'],
    ['image/png', '', 'image/png', 'attachment'],
    ['image/svg+xml', '?inline=1', 'image/svg+xml', 'attachment'],
    ['text/html', '?inline=1', 'text/html', 'attachment'],
    ['text/plain; charset=utf-8', '', 'text/plain; charset=utf-8', 'attachment'],
    ['', '', 'application/octet-stream', 'attachment'],
    ['text/html\u2028, image/png', '?inline=1', 'application/octet-stream', 'attachment'],
  ])('a file of type %j asked for with %j is %s, %s', async (declared, query, type, disposition) => {
    const { route } = start({ answer: fileAnswer('file.bin', declared) });
    const { headers } = await ask(route, path + query);
    expect(headers['content-type']).toBe(type);
    expect(headers['content-disposition']).toBe(`${disposition}; filename="file.bin"`);
  });

  test.each(['<t:Content></t:Content>', '<t:Content/>', ''])('an empty file is served, told as %j', async (told) => {
    const whole = fileAnswer('empty.txt', 'text/plain');
    const { route } = start({ answer: whole.replace(/<t:Content>.*<\/t:Content>/, told) });
    const answer = await ask(route, path);
    expect([answer.status, answer.headers['content-disposition']]).toEqual([200, 'attachment; filename="empty.txt"']);
    expect((await bytesOf(answer)).length).toBe(0);
  });

  test('an attached item that holds files is none itself', async () => {
    const attached =
      '<t:ItemAttachment><t:Message><t:Attachments><t:FileAttachment/></t:Attachments></t:Message></t:ItemAttachment>';
    const whole = fileAnswer('a.txt', 'text/plain');
    const { route } = start({ answer: whole.replace(/<t:FileAttachment>.*<\/t:FileAttachment>/, attached) });
    expect((await ask(route, path)).status).toBe(502);
  });

  test('a signed link needs no header', async () => {
    const { route, links } = start({ answer: fileAnswer('a.txt', 'text/plain') });
    const id = idOf('MessageAttachment', 'att-1');
    const url = links.url({
      origin: 'http://gateway.test',
      route: 'attachments',
      id,
      caller: alice,
      lifetimeSeconds: 60,
    });
    expect((await bytesOf(await ask(route, url))).equals(content)).toBe(true);
  });

  test('a link for another file is refused before the mail server is asked', async () => {
    const { route, links, seen } = start({ answer: fileAnswer('a.txt', 'text/plain') });
    const url = links.url({
      origin: 'http://gateway.test',
      route: 'attachments',
      id: idOf('MessageAttachment', 'att-2'),
      caller: alice,
      lifetimeSeconds: 60,
    });
    expect((await ask(route, `${path}?link=${new URL(url).searchParams.get('link')}`)).status).toBe(403);
    expect((await ask(route, `${path}?link=`)).status).toBe(403);
    expect(seen.operations).toEqual([]);
  });

  test('without link and header the answer is 401', async () => {
    const { route, seen } = start({ answer: fileAnswer('a.txt', 'text/plain') });
    const answer = await ask(route, `${path}?anonymous`);
    expect(answer).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="workmail-graphql"', 'content-type': 'application/problem+json' },
    });
    expect(seen.operations).toEqual([]);
  });

  test.each([
    ['a forged id', '/attachments/forged', 400],
    ['no id', '/attachments/', 400],
    ['the raw id of EWS', '/attachments/att-1', 400],
    ['an id of something else', `/attachments/${idOf('Item', 'att-1')}`, 404],
    [
      'a file in a mailbox that is not alice’s',
      `/attachments/${idOf('MessageAttachment', 'att-1', 'bob@example.test')}`,
      404,
    ],
  ])('%s costs no call to the mail server', async (_name, asked, status) => {
    const { route, seen } = start({ answer: fileAnswer('a.txt', 'text/plain') });
    expect((await ask(route, asked)).status).toBe(status);
    expect(seen.operations).toEqual([]);
  });

  test.each<[string, string | Error, number, Record<string, string>]>([
    ['an attachment that is gone', errorAnswer('ErrorItemNotFound'), 404, {}],
    ['an id that the server cannot read', errorAnswer('ErrorInvalidIdMalformed'), 404, {}],
    [
      'a mailbox that the role may not open',
      new EwsError('fault', 'no', { responseCode: 'ErrorImpersonateUserDenied' }),
      404,
      {},
    ],
    ['a folder that the role may not read', errorAnswer('ErrorAccessDenied'), 403, {}],
    ['a server error', errorAnswer('ErrorInternalServerError'), 502, {}],
    ['garbage', '<html>Welcome</html>', 502, {}],
    ['an answer that is cut before the content', fileAnswer('a.txt', 'text/plain').slice(0, 400), 502, {}],
    ['a server that cannot be reached', new EwsError('unreachable', 'no'), 502, {}],
    ['a server that is silent', new EwsError('timeout', 'no'), 504, {}],
    [
      'a throttled mailbox',
      new EwsError('fault', 'no', { responseCode: 'ErrorServerBusy', retryAfterMs: 1500 }),
      503,
      { 'retry-after': '2' },
    ],
    ['no token', new EwsError('credentials', 'no', { retryAfterMs: 1000 }), 503, { 'retry-after': '1' }],
  ])('%s is an answer of its own, without details', async (_name, given, status, headers) => {
    const { route } = start({ answer: given });
    const answer = await ask(route, path);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', ...headers });
    const text = (await bytesOf(answer)).toString();
    expect(JSON.parse(text)).toEqual({ type: 'about:blank', title: expect.any(String), status });
    expect(text).not.toContain('Error');
  });

  test('a file that is cut under way ends in an error, never as a shorter file', async () => {
    const whole = fileAnswer('a.txt', 'text/plain');
    const { route } = start({ answer: whole.slice(0, whole.indexOf('</t:Content>') - 100) });
    const answer = await ask(route, path);
    expect(answer.status).toBe(200);
    await expect(bytesOf(answer)).rejects.toBeInstanceOf(EwsError);
  });

  test('HEAD tells the headers and ends the call', async () => {
    const { route, seen } = start({ answer: fileAnswer('a.txt', 'text/plain') });
    const answer = await ask(route, path, 'HEAD');
    expect(answer).toEqual({ status: 200, headers: expect.objectContaining({ 'content-type': 'text/plain' }) });
    expect(seen.signal?.aborted).toBe(true);
  });

  test('a client that leaves ends the call', async () => {
    const { route, seen } = start({ answer: fileAnswer('a.txt', 'text/plain') });
    const client = new AbortController();
    await ask(route, path, 'GET', client.signal);
    expect(seen.signal?.aborted).toBe(false);
    client.abort();
    expect(seen.signal?.aborted).toBe(true);
  });

  test('whoever runs the gateway is told of a server that fails, not of a client that left', async () => {
    const failure = new EwsError('unreachable', 'no');
    const failing = start({ answer: failure });
    await ask(failing.route, path);
    expect(failing.seen.failures).toEqual([failure]);
    const left = start({ answer: new EwsError('aborted', 'the caller left') });
    await ask(left.route, path, 'GET', AbortSignal.abort());
    expect(left.seen.failures).toEqual([]);
  });

  test('a reader that stops closes the answer of the mail server', async () => {
    const { route, seen } = start({ answer: fileAnswer('a.txt', 'text/plain') });
    const { body } = await ask(route, path);
    if (typeof body === 'string' || body === undefined) throw new Error('no stream');
    for await (const part of body) if (part.length > 0) break;
    expect(seen.closedEarly).toBe(1);
  });
});
