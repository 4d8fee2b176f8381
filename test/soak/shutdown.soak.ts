import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { announced, compileCommand, linesOf, type CompiledCommand } from '../cli/compiled-command.ts';
import { keepAsking } from './keep-asking.ts';
import { report } from './report.ts';

/*
 * A gateway as in production is told to stop while fifty clients ask it without pause and five listen. What has begun is answered, whoever listens is told
 * that it is over, and the process ends by itself and without a complaint.
 */

const clients = 50;
const listeners = 5;
const mostSeconds = 30;

let command: CompiledCommand;
beforeAll(async () => {
  command = await compileCommand();
}, 300_000);
afterAll(() => command?.remove());

it('a gateway that is told to stop answers what has begun and ends', async () => {
  const emulator = command.run(['emulator', '--port', '0', '--json']);
  const { environment } = await announced(emulator);
  const key = `wmk_${randomBytes(24).toString('hex')}`;
  const policyFile = join(command.folder, 'policy.json');
  await writeFile(
    policyFile,
    JSON.stringify({
      apiKeys: { caller: { sha256: createHash('sha256').update(key).digest('hex') } },
      grants: [{ to: { apiKey: 'caller' }, mailboxes: ['*@example.test'], permissions: ['READ_MESSAGES'] }],
    }),
  );
  const gateway = command.run(['start'], {
    ...environment.gateway,
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://gateway.test',
    GATEWAY_SECRET: randomBytes(32).toString('base64'),
    POLICY_FILE: policyFile,
    COST_PER_MINUTE: '100000000',
    AUDIT_LOG: join(command.folder, 'audit.jsonl'),
  });
  const line = (text: string): string | undefined => linesOf(gateway).find((each) => each.includes(text));
  await expect.poll(() => line('"msg":"listening"'), { timeout: 60_000 }).toBeDefined();
  const { origin } = JSON.parse(line('"msg":"listening"') ?? '{}') as { readonly origin: string };
  const authorization = `Bearer ${key}`;

  const streams = await Promise.all(
    Array.from({ length: listeners }, () =>
      fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization },
        body: JSON.stringify({ query: 'subscription { mailboxChanged(mailbox: "alice@example.test") { token } }' }),
      }),
    ),
  );
  const heard = Promise.all(streams.map((stream) => stream.text()));
  const bodies = ['alice', 'bob', 'carol'].map((name) =>
    JSON.stringify({
      query: `{ mailbox(address: "${name}@example.test") { inbox { messages(first: 25) { nodes { subject receivedAt } } } } }`,
    }),
  );
  let isStopping = false;
  const asking = keepAsking(
    clients,
    { origin, authorization, bodies },
    (seen) => isStopping && seen.kind === 'unheard',
  );
  await sleep(3_000);
  isStopping = true;
  const beganMs = performance.now();
  gateway.kill('SIGTERM');
  const code = await gateway.ended;
  const seconds = (performance.now() - beganMs) / 1_000;
  asking.stop();

  const seen = await asking.done;
  const answered = seen.filter((each) => each.kind === 'answered');
  const unheard = seen.filter(({ kind }) => kind === 'unheard').length;
  // A line is written when an answer begins, for the listeners' too.
  const begun = linesOf(gateway).filter((each) => each.includes('"path":"/graphql"')).length - listeners;
  const completions = (await heard).filter((text) => /event: complete\ndata:\s*$/.test(text)).length;
  const figures = {
    code,
    answered: answered.length === begun,
    whole: answered.every(({ status, body }) => status === 200 && !body.includes('"errors":')),
    cut: seen.filter(({ kind }) => kind === 'cut').length,
    completions,
  };
  const isMet = figures.answered && figures.whole && figures.cut === 0 && code === 0 && seconds <= mostSeconds;
  report(
    21,
    `begun ${begun}, answered ${answered.length}; exit code ${String(code)} after ${seconds.toFixed(1)} s (<= ${mostSeconds}, 5 of them for load balancers); ${completions} of ${listeners} listeners told; ${unheard} connections found nobody any more (<= ${clients})`,
    isMet && completions === listeners,
  );
  expect(gateway.errors()).toBe('');
  expect(figures).toEqual({ code: 0, answered: true, whole: true, cut: 0, completions: listeners });
  expect(unheard).toBeLessThanOrEqual(clients);
  expect(seconds).toBeLessThanOrEqual(mostSeconds);
});
