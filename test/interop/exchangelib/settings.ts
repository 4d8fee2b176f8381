import { expect } from 'vitest';
import { ask, change } from '../ask-gateway.ts';
import { alice, bob, carol, instant, type Part } from './stage.ts';

const day = 86_400_000;

/** Whose time is taken when, and who is away. */
export const trySettings: Part = ({ works }, stage) => {
  works('free/busy', async () => {
    const { journey, driver } = stage();
    const midnight = Math.floor(Date.now() / day) * day;
    const window = { start: new Date(midnight).toISOString(), end: new Date(midnight + 7 * day).toISOString() };
    const people = [alice, bob, carol];
    // Tomorrow from ten to eleven.
    const [from, until] = [34, 35].map((hour) => new Date(midnight + hour * 3_600_000).toISOString());
    await change(journey, 'createEvent', 'event { id }', {
      mailbox: carol,
      notify: 'NONE',
      event: {
        subject: 'Away',
        timing: { timed: { start: from, end: until, timeZone: 'Asia/Tokyo' } },
        showAs: 'OUT_OF_OFFICE',
      },
    });
    const asked = await driver.run<readonly AskedAvailability[]>('availability', alice, {
      people,
      ...window,
      slot_minutes: 30,
    });
    const { availability } = await ask<{ readonly availability: readonly ToldAvailability[] }>(
      journey,
      'query ($input: AvailabilityInput!) { availability(input: $input) { freeBusy { merged busy { start end status } } } }',
      { input: { addresses: people, asMailbox: alice, window, slot: 'PT30M' } },
    );
    expect(asked.map(({ merged }) => merged.length)).toEqual([336, 336, 336]);
    expect(asked.map(({ merged }) => [...merged].map((digit) => statuses[Number(digit)]))).toEqual(
      availability.map(({ freeBusy }) => freeBusy?.merged),
    );
    const blocks = (busy: readonly Block[]): readonly string[] =>
      busy.map(({ start, end }) => `${instant(start)} to ${instant(end)}`).toSorted();
    expect(asked.map(({ busy }) => blocks(busy.filter(({ status }) => status !== 'Free')))).toEqual(
      availability.map(({ freeBusy }) => blocks(freeBusy?.busy ?? [])),
    );
    expect(asked[2]?.merged.slice(68, 70)).toBe('33');
    expect(asked.map(({ workingDays }) => workingDays)).toEqual(people.map(() => [1, 2, 3, 4, 5]));
  });

  works('out-of-office', async () => {
    const { journey, driver } = stage();
    const tomorrow = (Math.floor(Date.now() / day) + 1) * day;
    const [start, end] = [tomorrow, tomorrow + 3 * day].map((time) => new Date(time).toISOString());
    const replies = { internal: 'At <b>sea</b> – back on Monday', external: 'Büro geschlossen & leer' };
    await driver.run('set_out_of_office', bob, { state: 'Scheduled', audience: 'Known', start, end, ...replies });
    const read = async (): Promise<Readonly<Record<string, string | null>>> => {
      const told = await driver.run<Readonly<Record<string, string | null>>>('out_of_office', bob);
      return Object.fromEntries(
        Object.entries(told).map(([name, value]) => [
          name,
          value !== null && ['start', 'end'].includes(name) ? instant(value) : value,
        ]),
      );
    };
    expect(await read()).toEqual({ state: 'Scheduled', audience: 'Known', start, end, ...replies });
    const { mailbox } = await ask<{ readonly mailbox: { readonly automaticReplies: ToldReplies } }>(
      journey,
      'query ($address: EmailAddress!) { mailbox(address: $address) { automaticReplies { status start end internalReply externalReply externalAudience isActiveNow } } }',
      { address: bob },
    );
    const told = mailbox.automaticReplies;
    expect({ ...told, start: instant(told.start ?? ''), end: instant(told.end ?? '') }).toEqual({
      status: 'SCHEDULED',
      start,
      end,
      internalReply: 'At <b>sea</b> – back on Monday',
      externalReply: 'Büro geschlossen &amp; leer',
      externalAudience: 'CONTACTS',
      isActiveNow: false,
    });

    await change(journey, 'setAutomaticReplies', 'automaticReplies { status }', {
      mailbox: bob,
      status: 'ENABLED',
      externalAudience: 'ALL',
      internalReply: '<p>Ashore</p>',
      externalReply: '<p>Elsewhere</p>',
    });
    expect(await read()).toMatchObject({
      state: 'Enabled',
      audience: 'All',
      internal: '<p>Ashore</p>',
      external: '<p>Elsewhere</p>',
    });
    await driver.run('set_out_of_office', bob, { state: 'Disabled' });
    expect(await read()).toMatchObject({ state: 'Disabled' });
  });
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/mergedfreebusy, in the gateway's words */
const statuses = ['FREE', 'TENTATIVE', 'BUSY', 'OUT_OF_OFFICE', 'NO_DATA'];

interface Block {
  readonly start: string;
  readonly end: string;
  readonly status: string;
}

interface AskedAvailability {
  readonly merged: string;
  readonly busy: readonly Block[];
  readonly workingDays: readonly number[];
}

interface ToldAvailability {
  readonly freeBusy: { readonly merged: readonly string[]; readonly busy: readonly Block[] } | null;
}

interface ToldReplies {
  readonly start: string | null;
  readonly end: string | null;
}
