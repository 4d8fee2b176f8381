import { expect, it } from 'vitest';
import { smallOrganization } from '../../emulator/small-organization.ts';
import { alice } from '../bulk-mail.ts';
import { journeyOfTest } from '../journey-of-test.ts';
import { numbersFrom } from '../random-operation.ts';
import { positionOf } from './follow-changes.ts';
import { differences, followed, readMirror, type Follower } from './mirrored-mailbox.ts';
import { randomWrites } from './random-writes.ts';

const organization = smallOrganization();
/** With the passwords that mail programs of journeys have. */
const small = {
  ...organization,
  mailboxes: organization.mailboxes.map((mailbox) => ({
    ...mailbox,
    password: `${mailbox.address.replace(/@.*/, '')}-demo-password`,
  })),
};

const names = Object.keys(randomWrites);
const rounds = 6;
const writesARound = 25;

it.each([1, 2])(
  'a client that follows a mailbox by its changes shows what one sees who reads it afresh, whoever writes (seed %i)',
  { timeout: 240_000 },
  async (seed) => {
    const journey = await journeyOfTest({
      seed: small,
      config: { costLimit: 1e9, costPerMinute: 2_147_483_647 },
    });
    const random = numbersFrom(seed);
    // The gateway's clock and the server's go alike.
    const pass = (ms: number): void => {
      journey.clock.advance(ms);
      journey.emulator.clock.advance(ms);
    };
    const position = await positionOf(journey, alice);
    const first: Follower = { token: position, mirror: await readMirror(journey, alice) };
    let client = first;
    const done = new Set<string>();
    const moved = new Set<string>();
    const follow = async (follower: Follower, limit: number): ReturnType<typeof followed> => {
      const after = await followed(journey, alice, follower, limit);
      for (const { __typename, previousId } of after.told.changes)
        if (typeof previousId === 'string') moved.add(__typename);
      return after;
    };
    for (let round = 0; round < rounds; round += 1) {
      for (let count = 0; count < writesARound; count += 1) {
        const mirror = await readMirror(journey, alice);
        const name = mirror.messages.size < 10 ? 'arrival' : (names[Math.floor(random() * names.length)] ?? 'arrival');
        await randomWrites[name]?.(journey, mirror, random);
        done.add(name);
        if (random() < 0.2) pass(90_000);
        if (random() < 0.4) client = await follow(client, [1, 3, 30][Math.floor(random() * 3)] ?? 3);
      }
      const afresh = await readMirror(journey, alice);
      for (const follower of [client, first]) {
        let now = await follow(follower, 100);
        while (now.told.hasMore) now = await follow(now, 100);
        // What was left of the round before has been told: this is the next.
        now = await follow(now, 1000);
        expect(differences(now.mirror, afresh)).toEqual([]);
        if (follower === client) client = now;
      }
      // What lay before and after the move is in one reading, so that it can be named.
      await randomWrites['moved here']?.(journey, client.mirror, random);
      client = await follow(client, 100);
    }
    expect(done).toEqual(new Set(names));
    expect(moved).toContain('MessageChanged');
  },
);
