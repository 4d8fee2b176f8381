import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { boundCommand, canBind } from './bound-command.ts';

/** What a process was started with; empty when it is gone, and while nobody has taken note of its end. */
const commandLine = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

it.runIf(canBind())('a bound process ends with the one that started it, even when that is killed', async () => {
  const bound = boundCommand(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  const script = `console.log(require('child_process').spawn(...${JSON.stringify(bound)}, { stdio: 'ignore' }).pid); setInterval(() => undefined, 1000)`;
  const starter = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void starter.kill('SIGKILL'));
  const [told] = (await once(starter.stdout, 'data')) as [Buffer];
  const pid = Number(told.toString());
  await expect.poll(() => commandLine(pid), { timeout: 50_000 }).toMatch(/^[^\0]*node\0-e\0/);
  starter.kill('SIGKILL');
  await expect.poll(() => commandLine(pid), { timeout: 50_000 }).toBe('');
});
