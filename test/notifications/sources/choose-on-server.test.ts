import { describe, expect, it } from 'vitest';
import { chooseSource } from '../../../src/notifications/sources/choose-source.ts';
import { pollingSource } from '../../../src/notifications/sources/polling-source.ts';
import { pullSource } from '../../../src/notifications/sources/pull-source.ts';
import { streamingSource } from '../../../src/notifications/sources/streaming-source.ts';
import { createSubscribeMailbox } from '../../../src/notifications/sources/subscribe-mailbox.ts';
import { mail } from '../../emulator/small-organization.ts';
import type { FedMailbox } from '../../mailbox/feed/fed-mailbox.ts';
import { patient, startEmulatedWatch } from './start-watch.ts';

const alice = 'alice@example.test';

/** A watch with whatever works, and what was chosen and refused on the way. */
const start = async (prepare: (fed: FedMailbox) => void = () => undefined) => {
  const choices: string[] = [];
  const now = (): number => performance.now();
  const random = (): number => 0;
  const subscribeMailbox = createSubscribeMailbox();
  const watcher = chooseSource({
    configured: 'auto',
    sources: [
      streamingSource({ subscribeMailbox, now, random }),
      pullSource({ subscribeMailbox, random }),
      pollingSource({ random }),
    ],
    now,
    random,
    onChosen: ({ kind }) => choices.push(kind),
    onRefused: ({ kind, isEverywhere }) => choices.push(`no ${kind} ${isEverywhere ? 'anywhere' : 'here'}`),
  });
  return { ...(await startEmulatedWatch(watcher, prepare)), choices };
};

describe('a choice of sources on a server', () => {
  it('streams where it can', async () => {
    const watch = await start();
    await watch.hintAfter(0);
    expect(watch.choices).toEqual(['streaming']);
    expect(watch.operations()).toEqual(['Subscribe', 'GetStreamingEvents']);
  });

  it('asks for events where it cannot stream', async () => {
    const watch = await start(({ emulator }) => emulator.notifications.options.withoutKinds.push('streaming'));
    await watch.hintAfter(0);
    expect(watch.choices).toEqual(['no streaming anywhere', 'pull']);
    const { length } = watch.hints;
    watch.emulator.deliver(alice, 'inbox', mail('News'));
    await watch.hintAfter(length);
    expect(watch.operations()).not.toContain('GetStreamingEvents');
  });

  it('polls without a call where nothing can be subscribed to', async () => {
    const watch = await start(({ emulator }) => emulator.serverOptions.withoutOperations.push('Subscribe'));
    await watch.hintAfter(0);
    expect(watch.choices).toEqual(['no streaming anywhere', 'no pull anywhere', 'polling']);
    await watch.end();
    expect(watch.operations()).toEqual(['Subscribe', 'Subscribe']);
  });

  it('goes on with another source when one ends in the middle, with a hint for the time between', async () => {
    const watch = await start();
    await watch.hintAfter(0);
    watch.emulator.serverOptions.withoutOperations.push('GetStreamingEvents');
    watch.emulator.notifications.breakStreams();
    watch.emulator.deliver(alice, 'inbox', mail('News'));
    await watch.hintAfter(1);
    expect(watch.choices).toEqual(['streaming', 'no streaming here', 'pull']);
    await expect.poll(() => watch.emulator.notifications.open().map(({ kind }) => kind), patient).toEqual(['pull']);
  });
});
