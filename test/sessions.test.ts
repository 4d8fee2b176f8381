import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { operationEffect } from '../src/emulator/contract.ts';
import type { Operation } from '../src/ews/operation.ts';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** Every source file of the gateway by its path, without comments: what a file says of a name in prose is not a use of it. */
const sources = async (): Promise<ReadonlyMap<string, string>> => {
  const files = (await readdir(src, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && dirname(file).split('/')[0] !== 'emulator',
  );
  const read = async (file: string): Promise<readonly [string, string]> => [
    file,
    (await readFile(join(src, file), 'utf8')).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''),
  ];
  return new Map(await Promise.all(files.map(read)));
};

/** The files in which something occurs. */
const filesWith = (files: ReadonlyMap<string, string>, pattern: RegExp): readonly string[] =>
  [...files].filter(([, text]) => pattern.test(text)).map(([file]) => file);

/*
 * That a session needs a grant, and that a grant needs the policy, is held by the compiler and at run time (test/ews/client.test.ts). Here stands
 * who is near enough to try.
 */
describe('the way to a mailbox', () => {
  test('only opening a mailbox makes sessions', async () => {
    expect(filesWith(await sources(), /\bclient\s*\.\s*as\b|\bcreateEwsClient\([\s\S]*\)\s*\.\s*as\b/)).toEqual([
      'mailbox/open-mailbox.ts',
    ]);
  });

  test('only the composition roots, of the gateway and of commands, make EWS clients and policies, and only the transport speaks HTTP', async () => {
    const files = await sources();
    expect(filesWith(files, /\bcreateEwsClient\b/).toSorted()).toEqual([
      'ews/client.ts',
      'gateway.ts',
      'operator-access.ts',
    ]);
    expect(filesWith(files, /\bcreatePolicy\b/).toSorted()).toEqual([
      'access/policy.ts',
      'gateway.ts',
      'operator-access.ts',
    ]);
    expect(filesWith(files, /\bhttpSend\b/).toSorted()).toEqual([
      'ews/transport.ts',
      'gateway.ts',
      'operator-access.ts',
    ]);
    expect(
      filesWith(files, /^import (?!type)[^;]*from '(undici|node:https?)'|\brequire\('undici'\)/m).toSorted(),
    ).toEqual(['ews/transport.ts', 'http/serve.ts']);
  });

  test('only the policy gives its consent, and hands it out through itself alone', async () => {
    const files = await sources();
    expect(filesWith(files, /\bgranted\s*\.\s*add\b/)).toEqual(['access/policy.ts']);
    expect(
      filesWith(files, /\bas MailboxGrant\b|<MailboxGrant>/).filter((file) => file !== 'access/policy.ts'),
    ).toEqual([]);
    const exported = [...(files.get('access/policy.ts') ?? '').matchAll(/^export (?:const|function|class) (\w+)/gm)];
    expect(exported.map(([, name]) => name)).toEqual(['isMailboxGrant', 'createPolicy', 'openRules']);
  });

  test('only the demo has rules that permit everything', async () => {
    expect(filesWith(await sources(), /\bopenRules\b/).toSorted()).toEqual(['access/policy.ts', 'embedded.ts']);
  });
});

describe('the role of a call', () => {
  const operations = async (): Promise<readonly Operation<never, unknown>[]> => {
    const folder = join(src, 'ews/operations');
    const modules = await Promise.all(
      (await readdir(folder)).map((file) => import(join(folder, file)) as Promise<Readonly<Record<string, unknown>>>),
    );
    return modules
      .flatMap((module) => Object.values(module))
      .filter(
        (value): value is Operation<never, unknown> => typeof value === 'object' && value !== null && 'encode' in value,
      );
  };

  test('follows from what the operation does, as the contract says it', async () => {
    const declared = await operations();
    expect(declared.length).toBeGreaterThanOrEqual(9);
    for (const { name, access } of declared) expect({ name, access }).toEqual({ name, access: operationEffect(name) });
  });

  test('is chosen by the transport alone: nothing above names one', async () => {
    const above = [...(await sources())].filter(([file]) => /^(graphql|http|mailbox)\//.test(file));
    const naming = above.filter(([, text]) =>
      /\baccess:\s*'(read|write)'|\b(read|write)RoleId\b|IMPERSONATION_ROLE/.test(text),
    );
    expect(naming.map(([file]) => file)).toEqual([]);
  });
});
