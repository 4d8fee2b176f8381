import { access, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { permissions } from '../../src/access/caller.ts';
import { readPolicyFile } from '../../src/access/policy-file.ts';
import { variables } from '../../src/config-variables.ts';
import { checks } from '../../src/doctor/checks.ts';
import { faultKinds, readFaultFile } from '../../src/emulator/faults/fault-file.ts';
import { brokenLinks } from './markdown-links.ts';
import { allPages } from './pages.ts';

const root = new URL('../../', import.meta.url);
const read = (page: string): Promise<string> => readFile(new URL(page, root), 'utf8');

test('the README begins with the two commands, and is one screen long', async () => {
  const lines = (await read('README.md')).split('\n');
  expect(lines.slice(0, 2).map((line) => line.trim())).toEqual(['npm ci && npm start', 'npm ci && npm test']);
  expect(lines.length).toBeLessThanOrEqual(85);
});

test.for(allPages())('the links of %s lead somewhere', (page) => {
  expect(brokenLinks(page)).toEqual([]);
});

test('every page of the documents is listed in their index, or in that of the guide', async () => {
  const index = await read('docs/README.md');
  const pages = allPages().flatMap((page) => /^docs\/(?!README|guide\/)(.+)$/.exec(page)?.[1] ?? []);
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.filter((page) => !index.includes(`](${page})`))).toEqual([]);
});

test('every file that the documents name is there', async () => {
  const pages = await Promise.all(allPages().map(read));
  const named = new Set(
    pages.flatMap((page) =>
      [...page.matchAll(/`((?:src|test)\/[\w/.-]+\.[a-z]+)`/g)].flatMap(([, path]) => path ?? []),
    ),
  );
  expect(named.size).toBeGreaterThan(50);
  const missing: string[] = [];
  for (const path of named) await access(fileURLToPath(new URL(path, root))).catch(() => missing.push(path));
  expect(missing).toEqual([]);
});

test('every variable that a page names is one of the configuration', async () => {
  // The examples are programs of their own, with variables of their own.
  const pages = await Promise.all(
    allPages()
      .filter((page) => !page.startsWith('examples/'))
      .map(read),
  );
  const prefixes = /^(?:WORKMAIL|EWS|AUTH|GATEWAY|PERSISTED|COST|METRICS|AUDIT|REDIS|CORS|IMPERSONATION)_/;
  const told = new Set(
    pages.flatMap((page) => [...page.matchAll(/`([A-Z][A-Z_]+)[`=]/g)].flatMap(([, name]) => name ?? [])),
  );
  const others = ['EWS_WITNESS_DIR', 'EWS_PYTHON', 'REDIS_SERVER_PATH'];
  const unknown = [...told].filter((name) => prefixes.test(name) && !Object.hasOwn(variables.shape, name));
  expect(unknown.filter((name) => !others.includes(name))).toEqual([]);
});

test('the policy of the security page is one', async () => {
  const example = /```json policy\n([^]*?)```/.exec(await read('docs/security.md'))?.[1];
  expect(readPolicyFile(example ?? '', { hasMailboxClaim: true })).toMatchObject({
    policy: { apiKeys: [{ name: 'crm-sync' }], grants: { length: 4 } },
  });
});

test('the security page tells every permission', async () => {
  const page = await read('docs/security.md');
  expect(permissions.filter((permission) => !page.includes(`| \`${permission}\` |`))).toEqual([]);
});

test('the page of commands tells every check of doctor, in its order', async () => {
  const page = await read('docs/commands.md');
  const table = page.slice(page.indexOf('| Check | What is looked at |'));
  const told = [...table.matchAll(/^\| `([a-z-]+)` \| [^|]+ \|$/gm)].map(([, name]) => name);
  expect(told).toEqual(checks.map(({ name }) => name));
});

test('each of the 24 threats has its row', async () => {
  const page = await read('docs/security.md');
  const table = page.slice(page.indexOf('## Threats'));
  const rows = [...table.matchAll(/^\| (\d+) \| [^|]+ \| ([^|]+) \| ([^|]*) ?\|$/gm)];
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  for (const [, , defence = '', proof = ''] of rows)
    expect(proof.trim() !== '' || defence.includes('does not apply yet')).toBe(true);
});

test('the organisation of the emulator page is the one that the tests read', async () => {
  expect(await read('docs/emulator.md')).toContain(await read('test/emulator/seed/organization.json'));
});

test('the faults of the emulator page are read, and every kind is told', async () => {
  const page = await read('docs/emulator.md');
  const example = /```json faults\n([^]*?)```/.exec(page)?.[1];
  expect(readFaultFile(example ?? '')).toHaveLength(3);
  const told = [...page.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|[^|]*\|[^|]*\|$/gm)].flatMap(([, names]) =>
    [...(names ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(faultKinds.filter((kind) => !told.includes(kind))).toEqual([]);
});
