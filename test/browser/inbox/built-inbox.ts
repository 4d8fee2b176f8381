import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';

const application = fileURLToPath(new URL('../../../examples/inbox', import.meta.url));
const vite = fileURLToPath(new URL('../../../node_modules/vite/bin/vite.js', import.meta.url));

/** Builds the inbox as it is delivered, once for a test file, into a folder that is gone with it. */
export const builtInbox = (): (() => Promise<URL>) => {
  const folder = mkdtempSync(join(tmpdir(), 'inbox-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const build = async (): Promise<URL> => {
    const parameters = [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
    await promisify(execFile)(process.execPath, parameters, {
      cwd: application,
      env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production' },
    });
    return pathToFileURL(`${folder}/`);
  };
  let built: Promise<URL> | undefined;
  return () => (built ??= build());
};
