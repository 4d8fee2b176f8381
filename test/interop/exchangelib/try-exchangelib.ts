import { afterAll, beforeAll } from 'vitest';
import { startJourney } from '../../journeys/start.ts';
import { describeMailClient, type Client } from '../describe-client.ts';
import { tryBothWays } from './both-ways.ts';
import { tryMeetings } from './meetings.ts';
import { tryReading } from './reading.ts';
import { trySending } from './sending.ts';
import { trySettings } from './settings.ts';
import type { Stage } from './stage.ts';
import { hasExchangelib, startDriver, type Configuration } from './start-driver.ts';
import { trySubscribing } from './subscribing.ts';
import { tryTidying } from './tidying.ts';

/** Tries exchangelib with everything in one of its two configurations. */
export const tryExchangelib = (configuration: Configuration, client: Pick<Client, 'name' | 'file'>): void =>
  describeMailClient(
    { ...client, installed: hasExchangelib(), missing: 'no python3-exchangelib 4.9 and python3-boto3, see EWS_PYTHON' },
    (trial) => {
      let stage: Stage | undefined;
      beforeAll(async () => {
        const journey = await startJourney({ today: new Date() });
        // It asks who has time, and what zones there are, without saying as whom.
        journey.emulator.serverOptions.directoryWithoutMailbox = true;
        stage = { journey, driver: startDriver(configuration, journey) };
      });
      afterAll(async () => {
        await stage?.driver.close();
        await stage?.journey.close();
      });
      const opened = (): Stage => {
        if (stage === undefined) throw new Error('nothing was started');
        return stage;
      };
      for (const part of [tryReading, trySending, tryTidying, tryMeetings, trySettings, trySubscribing, tryBothWays])
        part(trial, opened);
    },
  );
