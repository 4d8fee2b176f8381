import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEnvFile } from '../../src/cli/env-file.ts';

describe('a file of environment variables', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'env-file-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  const reading = async (text: string): Promise<Readonly<Record<string, string>>> => {
    const path = join(folder, 'gateway.env');
    await writeFile(path, text);
    return readEnvFile(path);
  };

  test('names, quotes, comments, empty values and values of several lines are read', async () => {
    const text = [
      '\u{feff}# the organisation',
      'WORKMAIL_REGION=eu-west-1',
      '',
      "export SECRET='a #b\"c'  # a comment",
      'EMPTY=',
      'QUOTED = "two words"',
      'KEYS="first',
      'not a variable',
      'last"',
      'AFTER=1',
    ].join('\r\n');
    const variables = await reading(text);
    expect(variables).toMatchObject({
      WORKMAIL_REGION: 'eu-west-1',
      SECRET: 'a #b"c',
      EMPTY: '',
      QUOTED: 'two words',
      AFTER: '1',
    });
    expect(variables['KEYS']).toMatch(/^first\r?\nnot a variable\r?\nlast$/);
  });

  test('a line that is no variable is told by its number, and not by what it says', async () => {
    const failure = await reading('A=1\nhunter2-canary\n').catch((error: unknown) => error);
    expect(failure).toMatchObject({ exitCode: 65 });
    expect(String(failure)).toContain('line 2 is not NAME=value');
    expect(String(failure)).not.toContain('hunter2');
  });

  test('a quote that never ends is refused', async () => {
    await expect(reading('A="never\nends\n')).rejects.toMatchObject({ exitCode: 65 });
  });

  test('a file that is not there is told with its path', async () => {
    await expect(readEnvFile(join(folder, 'absent.env'))).rejects.toMatchObject({
      exitCode: 66,
      message: expect.stringContaining('ENOENT') as string,
    });
  });
});
