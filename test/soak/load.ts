import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RunningGateway } from './product.ts';

/** What is sent: one of these bodies over each connection, again when it is answered. */
export interface Load {
  readonly connections: number;
  readonly seconds: number;
  readonly bodies: readonly string[];
}

/** Answers of one status; times in milliseconds. */
export interface Answers {
  readonly count: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/** What came of it. */
export interface Loaded {
  /** By HTTP status. */
  readonly statuses: Readonly<Record<string, Answers>>;
  /** Answers of status 200 that told of an error. */
  readonly faulty: number;
  /** Connections that broke, and requests that were not answered within half a minute. */
  readonly errors: number;
  readonly timeouts: number;
  /** Of the time: for which the gateway ran, and for which it could have run and the machine ran others. */
  readonly gateway: { readonly ran: number; readonly waited: number };
}

/** Answers that did not come. */
export const noAnswers: Answers = { count: 0, perSecond: 0, p50: 0, p99: 0, longest: 0 };

/**
 * A gateway that is kept from running for more than this part of the time is measured together with the machine: two processors are too few for it, whoever
 * asks, the mail server and whatever else runs.
 */
const mostWaited = 0.1;

/** What to tell of a machine that limits, in the row of a goal; empty when it does not. */
export const machineNote = ({ gateway }: Loaded): string =>
  gateway.waited > mostWaited
    ? `; the machine limits: the gateway waited ${Math.round(gateway.waited * 100)} % of the time for a processor`
    : '';

/** Whether a figure says something about the gateway. */
export const saysMuch = ({ gateway }: Loaded): boolean => gateway.waited <= mostWaited;

/** Milliseconds for which a process has run, and waited for a processor. https://docs.kernel.org/scheduler/sched-stats.html */
export const scheduled = (pid: number): readonly [ranMs: number, waitedMs: number] => {
  const [ran, waited] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number);
  return [(ran ?? 0) / 1e6, (waited ?? 0) / 1e6];
};

/** Puts a load on a gateway from a process of its own. */
export const putLoad = async (gateway: RunningGateway, authorization: string, load: Load): Promise<Loaded> => {
  const child = fork(fileURLToPath(new URL('load-process.mjs', import.meta.url)), [], { stdio: 'inherit' });
  try {
    await once(child, 'message');
    const [ranMs, waitedMs] = scheduled(gateway.pid);
    const beganMs = performance.now();
    const done = once(child, 'message');
    child.send({ ...load, origin: gateway.origin, authorization });
    const [loaded] = (await done) as [Omit<Loaded, 'gateway'>];
    const [ranThen, waitedThen] = scheduled(gateway.pid);
    const tookMs = performance.now() - beganMs;
    return { ...loaded, gateway: { ran: (ranThen - ranMs) / tookMs, waited: (waitedThen - waitedMs) / tookMs } };
  } finally {
    child.kill();
  }
};

/** The most memory that a process has ever had from the system, megabytes. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
export const peakMegabytes = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;

const listDocument = `query List($mailbox: EmailAddress!) { mailbox(address: $mailbox) { inbox { messages(first: 25) { nodes {
  id subject from { name address } receivedAt isRead hasAttachments importance sizeBytes } } } } }`;

/** The least that can be asked; EWS is not. */
export const smallQuery = JSON.stringify({ query: '{ viewer { subject } }' });

/** Lists of 25 messages of so many mailboxes, one call to EWS each. */
export const lists = (mailboxes: number): readonly string[] =>
  Array.from({ length: mailboxes }, (_, index) =>
    JSON.stringify({ query: listDocument, variables: { mailbox: `owner-${index}@example.test` } }),
  );
