import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCanned, type CannedServer } from './canned-server.ts';
import { lists, machineNote, noAnswers, peakMegabytes, putLoad, saysMuch } from './load.ts';
import { compileProduct, type Product, type RunningGateway } from './product.ts';
import { report } from './report.ts';

/*
 * Four hundred clients that ask again the moment they are answered, and do not wait when they are told to: what one gateway can answer at all is less
 * than a tenth of that. Whoever is let in is answered soon, the others are told at once, and a moment after it all is as usual.
 */

const connections = 400;
const seconds = Number(process.env['SOAK_SECONDS'] ?? 15);
const most = { admittedMs: 500, refusedMs: 50, megabytes: 400, afterMs: 2_000, usualMs: 250 } as const;

let product: Product;
let server: CannedServer;
let gateway: RunningGateway;
beforeAll(async () => {
  product = await compileProduct(1);
  server = await startCanned(product, 20);
  gateway = await product.startGateway(server);
}, 300_000);
afterAll(async () => {
  await server?.close();
  await product?.close();
});

/** After how many milliseconds answers come as usual, and go on so for two seconds. */
const untilUsual = async (authorization: string, body: string): Promise<number> => {
  const beganMs = performance.now();
  let lastBadMs = 0;
  while (performance.now() - beganMs - lastBadMs < 2_000) {
    const askedMs = performance.now();
    const answer = await fetch(`${gateway.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body,
    });
    await answer.text();
    const now = performance.now();
    if (answer.status !== 200 || now - askedMs > most.usualMs) lastBadMs = now - beganMs;
    await sleep(20);
  }
  return lastBadMs;
};

it('who is let in is answered soon, the others are told at once, and it is over when it is over', async () => {
  const [authorization = ''] = product.authorizations;
  const bodies = lists(50);
  await putLoad(gateway, authorization, { connections: 50, seconds: 5, bodies });
  const usual = await putLoad(gateway, authorization, { connections: 50, seconds: 5, bodies });
  const loaded = await putLoad(gateway, authorization, { connections, seconds, bodies });
  const afterMs = await untilUsual(authorization, bodies[0] ?? '');
  const megabytes = peakMegabytes(gateway.pid);

  const admitted = loaded.statuses['200'] ?? noAnswers;
  const refused = loaded.statuses['503'] ?? noAnswers;
  const goals = {
    admitted: admitted.p99 <= most.admittedMs,
    refused: refused.p99 <= most.refusedMs,
    memory: megabytes <= most.megabytes,
    after: afterMs <= most.afterMs,
  };
  const note = machineNote(loaded);
  const rate = (perSecond = 0): number => Math.round(perSecond);
  report(
    12,
    `admitted: ${rate(admitted.perSecond)}/s (without overload ${rate(usual.statuses['200']?.perSecond)}/s), p50 ${Math.round(admitted.p50)} ms, p99 ${Math.round(admitted.p99)} ms (<= ${most.admittedMs})${note}`,
    goals.admitted,
  );
  report(
    12,
    `refused: ${rate(refused.perSecond)}/s, p50 ${Math.round(refused.p50)} ms, p99 ${Math.round(refused.p99)} ms (<= ${most.refusedMs})${note}`,
    goals.refused,
  );
  report(12, `memory at most ${Math.round(megabytes)} MB (<= ${most.megabytes})`, goals.memory);
  report(12, `usual again after ${Math.round(afterMs)} ms (<= ${most.afterMs})`, goals.after);
  // Nobody is left without an answer.
  expect(loaded).toMatchObject({ faulty: 0, errors: 0, timeouts: 0 });
  expect(Object.keys(loaded.statuses).toSorted()).toEqual(['200', '503']);
  expect(goals).toMatchObject({ memory: true, after: true });
  if (saysMuch(loaded)) expect(goals).toMatchObject({ admitted: true, refused: true });
});
