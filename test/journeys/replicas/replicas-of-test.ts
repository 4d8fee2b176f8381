import { onTestFinished } from 'vitest';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import type { AuditLine } from '../../../src/telemetry/audit.ts';
import { redisOfTest, type RedisServer } from '../../redis.ts';
import { journeyOfTest } from '../journey-of-test.ts';
import { startJourney, type Journey, type JourneyOptions } from '../start.ts';

/** One of several gateways. */
export interface Replica {
  readonly origin: string;
  readonly query: Journey['query'];
  readonly log: Journey['log'];
  /** Ends it as an operator does, in the middle of the test. */
  stop(): Promise<void>;
}

/** Two gateways that share a secret, a mail server and a Redis. */
export interface Replicas {
  readonly emulator: Emulator;
  readonly redis: RedisServer;
  readonly one: Replica;
  readonly other: Replica;
}

const serviceAccount = { username: 'service', password: 'a-password-of-tests' };

/** Starts everything for the length of the test. */
export const replicasOfTest = async (options: JourneyOptions = {}): Promise<Replicas> => {
  const redis = await redisOfTest();
  const audited: AuditLine[] = [];
  // A gateway of its own that nobody asks keeps the mail server, so that each of the two may end.
  const server = await journeyOfTest({ serviceAccount, audited });
  const start = async (): Promise<Replica> => {
    const journey = await startJourney({
      serviceAccount,
      audited,
      ewsUrl: new URL(server.emulatorUrl),
      ...options,
      config: { redisUrl: redis.url, ...options.config },
    });
    let closing: Promise<void> | undefined;
    const stop = (): Promise<void> => (closing ??= journey.close());
    onTestFinished(stop);
    return { origin: journey.origin, query: journey.query, log: journey.log, stop };
  };
  return { emulator: server.emulator, redis, one: await start(), other: await start() };
};
