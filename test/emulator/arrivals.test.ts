import { describe, expect, it } from 'vitest';
import type { ArrivalPlan } from '../../src/emulator/arrivals.ts';
import { type RunningEmulator, startEmulator } from './running-emulator.ts';
import { itemsIn, subjects } from './writing.ts';
import { mailOrganization } from './mail-organization.ts';
import { childText } from '../../src/ews/xml.ts';

const plan: ArrivalPlan = { mailbox: 'alice@example.test', count: 4, everyMs: 1_000, seed: 7 };
const start = () => startEmulator({ seed: mailOrganization(), now: () => Date.parse('2026-11-20T10:00:00.000Z') });

const told = async (running: RunningEmulator, folder = 'inbox') =>
  (await itemsIn(running, folder)).map((item) => [
    childText(item, 'Subject'),
    childText(item, 'Size'),
    childText(item, 'DateTimeReceived'),
    childText(item, 'IsRead'),
  ]);

describe('a stream of arrivals', () => {
  it('brings one message after the other at its times, and says when the last one is there', async () => {
    const running = await start();
    const { emulator } = running;
    const arrivals = emulator.startArrivals(plan);
    emulator.clock.advance(999);
    expect(arrivals.ids).toEqual([]);
    emulator.clock.advance(1);
    expect(arrivals.ids).toHaveLength(1);
    emulator.clock.advance(1_000);
    expect(arrivals.ids).toHaveLength(2);
    emulator.clock.advance(60_000);
    await arrivals.done;
    expect(arrivals.ids).toHaveLength(4);
    const items = await itemsIn(running, 'inbox');
    expect(new Set(items.map((item) => childText(item, 'InternetMessageId'))).size).toBe(4);
    expect((await told(running)).map(([, , at, isRead]) => [at, isRead])).toEqual([
      ['2026-11-20T10:00:01Z', 'false'],
      ['2026-11-20T10:00:02Z', 'false'],
      ['2026-11-20T10:01:02Z', 'false'],
      ['2026-11-20T10:01:02Z', 'false'],
    ]);
  });

  it('brings the same messages for the same seed, and others for another', async () => {
    const brought = async (seed: number) => {
      const running = await start();
      const arrivals = running.emulator.startArrivals({ ...plan, seed, everyMs: 0 });
      running.emulator.clock.advance(0);
      await arrivals.done;
      return await told(running);
    };
    expect(await brought(7)).toEqual(await brought(7));
    expect(await brought(7)).not.toEqual(await brought(8));
  });

  it('goes into any folder, and stops', async () => {
    const running = await start();
    const arrivals = running.emulator.startArrivals({ ...plan, folder: 'drafts' });
    running.emulator.clock.advance(2_000);
    arrivals.stop();
    await arrivals.done;
    running.emulator.clock.advance(60_000);
    expect(arrivals.ids).toHaveLength(2);
    expect(subjects(await itemsIn(running, 'drafts'))).toHaveLength(2);
  });

  it('comes by itself as the machine’s clock goes', async () => {
    const running = await startEmulator({ seed: mailOrganization() });
    const arrivals = running.emulator.startArrivals({ ...plan, everyMs: 5 });
    await arrivals.done;
    expect(subjects(await itemsIn(running, 'inbox'))).toHaveLength(4);
  });

  it('needs a mailbox that there is', async () => {
    const { emulator } = await start();
    expect(() => emulator.startArrivals({ ...plan, mailbox: 'nobody@example.test' })).toThrow('SMTP address');
  });
});
