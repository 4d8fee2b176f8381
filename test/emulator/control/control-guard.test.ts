import { describe, expect, it } from 'vitest';
import { startControlled } from './asked-control.ts';

const hang = { kind: 'hang', operation: 'GetItem' };

describe('control answers nobody but programs on this machine', () => {
  it.each([
    ['a name that somebody let point here', { host: 'rebound.example' }, 403, 'not-loopback'],
    ['a loopback name within another', { host: 'localhost.rebound.example' }, 403, 'not-loopback'],
    ['a web page', { origin: 'https://page.example' }, 403, 'from-web-page'],
    ['a web page of this machine', { origin: 'http://localhost:3000' }, 403, 'from-web-page'],
    ['a page without an origin', { origin: 'null' }, 403, 'from-web-page'],
    ['what a page embeds', { 'sec-fetch-site': 'cross-site' }, 403, 'from-web-page'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'wrong-content-type'],
    ['a script that may not say what it sends', { 'content-type': 'text/plain' }, 415, 'wrong-content-type'],
    ['somebody who does not say what it is', { 'content-type': undefined }, 415, 'wrong-content-type'],
  ])('not %s', async (_, headers, status, kind) => {
    const { ask, emulator } = await startControlled();
    const answer = await ask('POST', '/faults', hang, headers);
    expect(answer).toMatchObject({
      status,
      headers: { 'content-type': 'application/problem+json' },
      body: { type: `urn:workmail-emulator:problem:${kind}`, status },
    });
    expect(emulator.faults.waiting()).toEqual([]);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('not a web page that only reads, or asks whether it may write', async () => {
    const { ask } = await startControlled();
    expect((await ask('GET', '', undefined, { origin: 'https://page.example' })).status).toBe(403);
    expect((await ask('GET', '', undefined, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    const preflight = { origin: 'https://page.example', 'access-control-request-method': 'DELETE' };
    const answer = await ask('OPTIONS', '/faults', undefined, preflight);
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each(['localhost:4100', 'LOCALHOST', '127.0.0.1', '[::1]:80'])('but %s', async (host) => {
    const { ask } = await startControlled();
    expect((await ask('GET', '', undefined, { host, 'content-type': undefined })).status).toBe(200);
    expect(
      (await ask('POST', '/faults', hang, { host, 'content-type': 'application/json; charset=utf-8' })).status,
    ).toBe(201);
  });

  it('and somebody who types the address into a browser', async () => {
    const { ask } = await startControlled();
    expect((await ask('GET', '', undefined, { 'sec-fetch-site': 'none' })).status).toBe(200);
  });
});
