import { Agent, get, type IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { serve } from '../../src/http/serve.ts';

const loopback = { host: '127.0.0.1', port: 0 };
const text = async (answer: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of answer) body += String(chunk);
  return body;
};
const ask = (url: string, agent?: Agent): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => get(url, { agent: agent ?? false }, resolve).on('error', reject));

describe('serve', () => {
  test('tells the address that it really listens on', async () => {
    const serving = await serve((_request, response) => void response.end('hello'), loopback);
    expect(serving.origin).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect(await text(await ask(serving.origin))).toBe('hello');
    await serving.stop({ drainMs: 0, graceMs: 1000 });
  });

  test('a port that is taken is an error', async () => {
    const first = await serve((_request, response) => void response.end(), loopback);
    const port = Number(new URL(first.origin).port);
    await expect(serve(() => undefined, { ...loopback, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.stop({ drainMs: 0, graceMs: 1000 });
  });

  test('requests that have begun are answered before it stops, and new ones find nobody', async () => {
    const waiting: (() => void)[] = [];
    const serving = await serve((_request, response) => void waiting.push(() => response.end('done')), loopback);
    const begun = Array.from({ length: 20 }, () => ask(serving.origin));
    while (waiting.length < begun.length) await new Promise((resolve) => setImmediate(resolve));
    const stopped = serving.stop({ drainMs: 0, graceMs: 10_000 });
    await new Promise((resolve) => setImmediate(resolve));
    for (const finish of waiting) finish();
    const answers = await Promise.all(begun);
    expect(answers.map(({ headers }) => headers.connection)).toEqual(begun.map(() => 'close'));
    expect(await Promise.all(answers.map(text))).toEqual(begun.map(() => 'done'));
    await stopped;
    await expect(ask(serving.origin)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('a kept-alive connection does not hold it back', async () => {
    const agent = new Agent({ keepAlive: true });
    const serving = await serve((_request, response) => void response.end('hello'), loopback);
    const answer = await ask(serving.origin, agent);
    // Longer than the 60 seconds after which load balancers close an idle one.
    expect(answer.headers['keep-alive']).toBe('timeout=65');
    await text(answer);
    await serving.stop({ drainMs: 0, graceMs: 60_000 });
    agent.destroy();
  });

  test('a request that never ends is broken off when the grace is over', async () => {
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const serving = await serve(() => arrived(), loopback);
    const endless = ask(serving.origin).catch((error: unknown) => error);
    await arrival;
    await serving.stop({ drainMs: 0, graceMs: 10 });
    expect(await endless).toMatchObject({ code: 'ECONNRESET' });
  });
});
