import { request } from 'node:http';
import { expect, test } from 'vitest';
import { journeyOfTest } from './journey-of-test.ts';

/** Posts to the gateway under a Host of the tester's choice, which fetch does not let one have. */
const viewerAt = (origin: string, host: string): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const headers = { host, 'content-type': 'application/json' };
    const sent = request(`${origin}/graphql`, { method: 'POST', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ query: '{ viewer { subject } }' }));
  });

test('whoever calls the demo by a loopback name is the demo caller', async () => {
  const { origin } = await journeyOfTest();
  for (const host of ['127.0.0.1', 'localhost:4000', '[::1]:4000', '127.8.0.1'])
    expect(await viewerAt(origin, host)).toMatchObject({ status: 200, text: expect.stringContaining('"demo"') });
});

test('a page whose name was made to lead to this machine is nobody', async () => {
  const { origin, emulator } = await journeyOfTest();
  for (const host of ['rebound.example.com', '127.0.0.1.example.com', '10.0.0.7:4000']) {
    const answer = await viewerAt(origin, host);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('UNAUTHENTICATED');
    expect(answer.text).not.toContain('"demo"');
  }
  expect(emulator.requests).toEqual([]);
});
