import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { journeyOfTest } from '../journeys/journey-of-test.ts';

/** A folder as a build leaves it. */
const builtInbox = async (): Promise<URL> => {
  const folder = await mkdtemp(join(tmpdir(), 'inbox-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Inbox</title>');
  await writeFile(join(folder, 'assets/index-1.js'), 'document.title = "größer";');
  await writeFile(join(folder, 'assets/index-1.js.map'), '{}');
  await writeFile(join(folder, '.env'), 'SECRET=1');
  return pathToFileURL(`${folder}/`);
};

describe('the inbox of the demo', () => {
  test('is the front page, which browsers ask for anew and which lets nothing foreign in', async () => {
    const { origin } = await journeyOfTest({ inboxFolder: await builtInbox() });
    const page = await fetch(`${origin}/`);
    expect([page.status, await page.text()]).toEqual([200, '<!doctype html><title>Inbox</title>']);
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    const again = await fetch(`${origin}/`, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('has files that browsers keep, byte for byte', async () => {
    const { origin } = await journeyOfTest({ inboxFolder: await builtInbox() });
    const script = await fetch(`${origin}/assets/index-1.js`);
    expect([script.status, await script.text()]).toEqual([200, 'document.title = "größer";']);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const head = await fetch(`${origin}/assets/index-1.js`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(`${origin}/`, { method: 'POST', body: 'x' })).status).toBe(405);
  });

  test.each(['/.env', '/assets/index-1.js.map', '/assets/', '/index.html', '/assets/..%2f..%2fpackage.json', '/x'])(
    'has nothing at %s',
    async (path) => {
      const { origin } = await journeyOfTest({ inboxFolder: await builtInbox() });
      expect((await fetch(`${origin}${path}`)).status).toBe(404);
    },
  );

  test('is not there when nobody has built it, nor in production', async () => {
    const missing = await journeyOfTest({ inboxFolder: new URL('file:///nowhere/inbox/') });
    expect((await fetch(`${missing.origin}/`)).status).toBe(404);
    const production = await journeyOfTest({ inboxFolder: await builtInbox(), isEmbedded: false });
    expect((await fetch(`${production.origin}/`)).status).toBe(404);
  });
});
