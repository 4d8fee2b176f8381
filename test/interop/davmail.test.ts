import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startJourney } from '../journeys/start.ts';
import { describeMailClient } from './describe-client.ts';
import { tryBothWays } from './davmail/both-ways-tasks.ts';
import { tryCalendar } from './davmail/calendar-tasks.ts';
import { tryFollowing } from './davmail/following-tasks.ts';
import { tryMail } from './davmail/mail-tasks.ts';
import { hasDavmail, startDavmail } from './davmail/start-davmail.ts';
import type { SuiteWorld } from './davmail/suite-world.ts';

// Java starts slowly, and DavMail asks for each message by itself.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const version = '6.0.1';

describeMailClient(
  {
    name: `DavMail ${version} with IMAP, SMTP and CalDAV`,
    file: 'davmail',
    installed: hasDavmail(),
    missing: 'DavMail is not installed, see DAVMAIL_PATH',
  },
  (trial) => {
    let world: SuiteWorld | undefined;
    beforeAll(async () => {
      const journey = await startJourney({ today: new Date() });
      try {
        world = { journey, davmail: await startDavmail(journey.emulatorUrl) };
      } catch (error) {
        await journey.close();
        throw error;
      }
    });
    afterAll(async () => {
      await world?.davmail.stop();
      await world?.journey.close();
    });
    const started = (): SuiteWorld => {
      if (world === undefined) throw new Error('DavMail did not start');
      return world;
    };
    it('is of the version that the table names', () => {
      expect(started().davmail.greeting).toContain(`DavMail ${version}`);
    });
    tryMail(trial, started);
    tryCalendar(trial, started);
    tryFollowing(trial, started);
    tryBothWays(trial, started);
  },
);
