import { access, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readPolicyFile } from '../src/access/policy-file.ts';
import { variables } from '../src/config-variables.ts';
import { faultKinds, readFaultFile } from '../src/emulator/faults/fault-file.ts';

const root = new URL('../', import.meta.url);
const readme = await readFile(new URL('README.md', root), 'utf8');

test('every file that the README names is there', async () => {
  const named = new Set([...readme.matchAll(/`((?:src|test)\/[\w/.-]+\.[a-z]+)`/g)].flatMap(([, path]) => path ?? []));
  expect(named.size).toBeGreaterThan(30);
  const missing: string[] = [];
  for (const path of named) await access(fileURLToPath(new URL(path, root))).catch(() => missing.push(path));
  expect(missing).toEqual([]);
});

test('every variable of the configuration is told', () => {
  const told = new Set([...readme.matchAll(/`([A-Z][A-Z_]+)[`=]/g)].map(([, name]) => name));
  expect(Object.keys(variables.shape).filter((name) => !told.has(name))).toEqual([]);
});

test('the policy of the README is one', () => {
  const example = [...readme.matchAll(/```json\n([^]*?)```/g)].find(([, text]) => text?.includes('"grants"'))?.[1];
  expect(readPolicyFile(example ?? '', { hasMailboxClaim: true })).toMatchObject({
    policy: { apiKeys: [{ name: 'crm-sync' }], grants: { length: 4 } },
  });
});

test('each of the 24 threats has its row', () => {
  const table = readme.slice(readme.indexOf('**Threats**'), readme.indexOf('## How it behaves'));
  const rows = [...table.matchAll(/^\| (\d+) \| [^|]+ \| ([^|]+) \| ([^|]*) ?\|$/gm)];
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  for (const [, , defence = '', proof = ''] of rows)
    expect(proof.trim() !== '' || defence.includes('does not apply yet')).toBe(true);
});

test('the organisation of the README is the one that the tests read', async () => {
  expect(readme).toContain(await readFile(new URL('test/emulator/seed/organization.json', root), 'utf8'));
});

test('the faults of the README are read', () => {
  const example = [...readme.matchAll(/```json\n([^]*?)```/g)].find(([, text]) => text?.includes('"serverBusy"'))?.[1];
  expect(readFaultFile(example ?? '')).toHaveLength(3);
  const told = [...readme.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|[^|]*\|[^|]*\|$/gm)].flatMap(([, names]) =>
    [...(names ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(faultKinds.filter((kind) => !told.includes(kind))).toEqual([]);
});
