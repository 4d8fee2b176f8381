/*
 * A gateway in a process of its own that watches its memory; started by big-attachment.test.ts with `--expose-gc`. Plain JavaScript, because it runs
 * the compiled gateway with nothing between them. First argument: the folder of the compiled gateway.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const load = (file) => import(pathToFileURL(join(process.argv[2], file)).href);
const { createGateway } = await load('gateway.js');
const { demoAccess } = await load('embedded.js');
const { serve } = await load('http/serve.js');
const { createLogger } = await load('telemetry/logger.js');
const { noAuditLog } = await load('telemetry/audit-log.js');

/** `resident`: what the system gave to the process. `used`: JavaScript's heap and the buffers beside it, garbage included. */
const memory = () => {
  const { heapUsed, external, rss } = process.memoryUsage();
  return { resident: rss, used: heapUsed + external };
};

/** The demo caller, or as many others like him as say who they are. */
const access = {
  ...demoAccess,
  authenticate: async (request) => {
    const subject = request.headers.get('x-caller');
    const answer = await demoAccess.authenticate(request);
    return subject === null || answer.caller === undefined ? answer : { caller: { ...answer.caller, subject } };
  },
};

const delays = monitorEventLoopDelay({ resolution: 2 });
delays.enable();

let watching;
const commands = {
  start: async ({ config }) => {
    const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
    const logger = createLogger('silent', { write: () => {} });
    const secret = new Uint8Array(32).fill(7);
    const urls = { ewsUrl: new URL(config.workmail.ewsUrl), apiEndpoint: new URL(config.workmail.apiEndpoint) };
    const full = { ...config, secret, workmail: { ...config.workmail, ...urls } };
    const gateway = createGateway(full, { clock, random: () => 0.5, logger, auditLog: noAuditLog, access });
    const { origin } = await serve(gateway.listener, full);
    return { origin };
  },
  /** The memory without garbage. */
  rest: async () => {
    globalThis.gc();
    await sleep(50);
    globalThis.gc();
    return memory();
  },
  /** Notes the memory at rest, and from now on the most of it; `collects`: of what is needed, garbage collected each time before it looks. */
  watch: async ({ collects }) => {
    globalThis.gc();
    globalThis.gc();
    // The collection itself would count as a delay.
    await sleep(50);
    delays.reset();
    const base = memory();
    const peak = { ...base };
    const timer = setInterval(
      () => {
        if (collects) globalThis.gc();
        const now = memory();
        peak.resident = Math.max(peak.resident, now.resident);
        peak.used = Math.max(peak.used, now.used);
      },
      collects ? 20 : 2,
    );
    watching = { base, peak, timer };
    return {};
  },
  report: () => {
    clearInterval(watching.timer);
    const { base, peak } = watching;
    const heldUpMs = [delays.percentile(99) / 1e6, delays.max / 1e6];
    return { resident: peak.resident - base.resident, used: peak.used - base.used, heldUpMs };
  },
};

process.on('message', ({ command, ...rest }) => {
  void Promise.resolve(commands[command](rest)).then((answer) => process.send(answer));
});
process.send({ ready: true });
