import type { Model } from './model.ts';

/** What one replica has and what its parts take: what the number of replicas is reckoned from. */
export const replica = {
  /** Milliseconds of CPU for a request. A list of 50 messages, one of the dearest, took 5.2 on two shared cores: `npm run bench -- list`. */
  requestCpuMs: 6,
  /** How much of its one core may be used in the busiest second, which has twice the requests of an ordinary one. */
  usedCore: 0.6,
  burst: 2,
  /** Of all mailboxes, those that somebody listens to in the busiest hour. */
  listened: 0.25,
  /** Listeners that a replica lets in: `subscriptionPlaces` in src/yoga-server.ts. */
  mostListeners: 2_000,
  /** Calls to the mail server at a time: `connections` in src/ews/transport.ts. */
  connections: 32,
  /** A listener with its connection took 57 KB: test/journeys/many-listeners.test.ts prints it. */
  listenerKb: 57,
  /** At most: a call that waits for its turn, with its promise and signal; a lane that rests under a pause. test/soak/capacity.soak.ts holds them. */
  waitingCallKb: 4,
  restingLaneKb: 1,
} as const;

/** Replicas for CPU, for listeners and for calls at a time; and as many as the most of them, with one more so that one may fail. */
export const replicasFor = (
  mailboxes: number,
  { requestsPerSecond, meanRunning }: Model,
): Readonly<Record<'cpu' | 'listeners' | 'connections' | 'all', number>> => {
  const cpu = Math.ceil((requestsPerSecond * replica.burst * replica.requestCpuMs) / 1_000 / replica.usedCore);
  const listeners = Math.ceil((mailboxes * replica.listened) / replica.mostListeners);
  const connections = Math.ceil((meanRunning * replica.burst) / replica.connections);
  return { cpu, listeners, connections, all: Math.max(cpu, listeners, connections) + 1 };
};
