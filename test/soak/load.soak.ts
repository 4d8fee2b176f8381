import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCanned, type CannedServer } from './canned-server.ts';
import { lists, machineNote, noAnswers, putLoad, saysMuch, smallQuery, type Loaded } from './load.ts';
import { compileProduct, type Product, type RunningGateway } from './product.ts';
import { report } from './report.ts';

/*
 * How much one gateway answers, with a mail server that takes 20 ms for each call. Fifty clients ask again as soon as they are answered, so the gateway
 * has always something to do.
 */

const connections = 50;
const seconds = Number(process.env['SOAK_SECONDS'] ?? 15);
const mostP99Ms = 250;

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

const load = (bodies: readonly string[], forSeconds: number): Promise<Loaded> =>
  putLoad(gateway, product.authorizations[0] ?? '', { connections, seconds: forSeconds, bodies });

it.each([
  { name: 'small queries', bodies: [smallQuery], least: 1_000 },
  { name: 'lists of 25 through EWS', bodies: lists(50), least: 500 },
])('fifty clients get $least $name a second and none waits for long', async ({ name, bodies, least }) => {
  // Code that has run for a while is compiled for what it does.
  await load(bodies, 5);
  const loaded = await load(bodies, seconds);
  const { count, perSecond, p99 } = loaded.statuses['200'] ?? noAnswers;
  const others = Object.entries(loaded.statuses).filter(([status]) => status !== '200');
  const isMet = perSecond >= least && p99 <= mostP99Ms;
  report(
    11,
    `${name}: ${Math.round(perSecond)}/s (>= ${least}), p99 ${Math.round(p99)} ms (<= ${mostP99Ms}), ${loaded.errors} errors${machineNote(loaded)}`,
    isMet,
  );
  expect({ ...loaded, statuses: others }).toMatchObject({ statuses: [], faulty: 0, errors: 0, timeouts: 0 });
  expect(count).toBeGreaterThan(0);
  if (saysMuch(loaded)) expect(isMet).toBe(true);
});
