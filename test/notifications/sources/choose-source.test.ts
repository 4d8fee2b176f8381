import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import type { EventSource, SourceKind, Watch } from '../../../src/notifications/event-source.ts';
import { chooseSource } from '../../../src/notifications/sources/choose-source.ts';
import { address } from '../../access.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  const left = vi.getTimerCount();
  vi.useRealTimers();
  if (left > 0) throw new Error('a timer is left when all watches have ended');
});

const notOffered = new EwsError('fault', 'no', { lacking: 'operation' });
const full = new EwsError('response', 'no', { responseCode: 'ErrorExceededSubscriptionCount' });
const mistake = new TypeError('a mistake');

const minute = 60_000;
const hour = 60 * minute;

/**
 * A chooser among sources of which each does what its kind has in `does` at that time: throws, or works until it is ended. `log`: what happened, in
 * order.
 */
const start = (
  does: Partial<Record<SourceKind, Error | 'leaves'>>,
  { configured = 'auto' }: { readonly configured?: 'auto' | SourceKind } = {},
) => {
  const log: string[] = [];
  const source = (kind: SourceKind): EventSource => ({
    kind,
    watch: async ({ address: of, onHint, signal }) => {
      log.push(`${kind} tried for ${of}`);
      const deed = does[kind];
      if (deed instanceof Error) throw deed;
      await onHint([]);
      await onHint([]);
      if (deed === 'leaves') return;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      log.push(`${kind} ended`);
    },
  });
  const watcher = chooseSource({
    configured,
    sources: [source('streaming'), source('push'), source('pull'), source('polling')],
    now: () => Date.now(),
    random: () => 0,
    onChosen: ({ address: of, kind }) => log.push(`${kind} chosen for ${of}`),
    onRefused: ({ kind, isEverywhere, error }) =>
      log.push(`${kind} refused ${isEverywhere ? 'everywhere' : 'here'}: ${error.responseCode ?? error.kind}`),
  });
  const watch = (name: string) => {
    const ending = new AbortController();
    const watched: Watch = {
      address: address(`${name}@example.test`),
      open: () => Promise.resolve(undefined),
      onHint: () => Promise.resolve(false),
      signal: ending.signal,
    };
    const ended = watcher.watch(watched);
    ended.catch(() => undefined);
    return {
      ended,
      end: async () => {
        ending.abort();
        await ended;
      },
    };
  };
  /** What has happened since the last time, and happens in the next milliseconds. */
  const pass = async (ms: number): Promise<readonly string[]> => {
    await vi.advanceTimersByTimeAsync(ms);
    return log.splice(0).map((line) => line.replace('@example.test', ''));
  };
  return { watch, pass, does };
};

describe('a choice of sources', () => {
  it('takes the best one, tells it once, and ends with it', async () => {
    const { watch, pass } = start({});
    const ann = watch('ann');
    expect(await pass(2 * hour)).toEqual(['streaming tried for ann', 'streaming chosen for ann']);
    await ann.end();
    expect(await pass(0)).toEqual(['streaming ended']);
  });

  it('goes on to the next one, and leaves alone what the server does not offer, for all mailboxes', async () => {
    const { watch, pass } = start({ streaming: notOffered, push: notOffered });
    const ann = watch('ann');
    expect(await pass(0)).toEqual([
      'streaming tried for ann',
      'streaming refused everywhere: fault',
      'push tried for ann',
      'push refused everywhere: fault',
      'pull tried for ann',
      'pull chosen for ann',
    ]);
    const bob = watch('bob');
    expect(await pass(0)).toEqual(['pull tried for bob', 'pull chosen for bob']);
    await Promise.all([ann.end(), bob.end()]);
  });

  it('leaves a mailbox alone with what only it refuses', async () => {
    const { watch, pass, does } = start({ streaming: full });
    const ann = watch('ann');
    expect(await pass(0)).toContain('push chosen for ann');
    delete does.streaming;
    const bob = watch('bob');
    expect(await pass(0)).toEqual(['streaming tried for bob', 'streaming chosen for bob']);
    await ann.end();
    const again = watch('ann');
    expect(await pass(0)).toEqual(['push ended', 'push tried for ann', 'push chosen for ann']);
    await Promise.all([again.end(), bob.end()]);
  });

  it('does not believe one mailbox that the server lacks what works for another', async () => {
    const { watch, pass, does } = start({});
    const ann = watch('ann');
    await pass(0);
    does.streaming = notOffered;
    const bob = watch('bob');
    expect(await pass(0)).toContain('streaming refused here: fault');
    delete does.streaming;
    const cleo = watch('cleo');
    expect(await pass(0)).toContain('streaming chosen for cleo');
    await Promise.all([ann, bob, cleo].map(({ end }) => end()));
  });

  it('tries again what a mailbox refused when its time has come', async () => {
    const { watch, pass, does } = start({ streaming: full });
    const ann = watch('ann');
    await pass(0);
    expect(await pass(9 * minute)).toEqual([]);
    expect(await pass(2 * minute)).toEqual([
      'push ended',
      'streaming tried for ann',
      'streaming refused here: ErrorExceededSubscriptionCount',
      'push tried for ann',
      'push chosen for ann',
    ]);
    delete does.streaming;
    expect(await pass(11 * minute)).toEqual(['push ended', 'streaming tried for ann', 'streaming chosen for ann']);
    await ann.end();
  });

  it('tries what the server lacks an hour later, with one mailbox and not with all', async () => {
    const { watch, pass } = start({ streaming: notOffered });
    const watches = ['ann', 'bob', 'cleo'].map(watch);
    expect(await pass(0)).toContain('push chosen for cleo');
    const tried = (lines: readonly string[]) => lines.filter((line) => line.startsWith('streaming tried'));
    expect(tried(await pass(59 * minute))).toEqual([]);
    expect(tried(await pass(2 * minute))).toHaveLength(1);
    await Promise.all(watches.map(({ end }) => end()));
  });

  it('polls where nothing else works, and never gives up', async () => {
    const { watch, pass } = start({ streaming: notOffered, push: full, pull: notOffered });
    const ann = watch('ann');
    expect((await pass(0)).at(-1)).toBe('polling chosen for ann');
    for (let hours = 0; hours < 3; hours += 1) expect((await pass(hour)).at(-1)).toBe('polling chosen for ann');
    await ann.end();
  });

  it('tries what was configured and nothing else, but does not leave the mailbox alone without it', async () => {
    const { watch, pass, does } = start({ pull: full }, { configured: 'pull' });
    const ann = watch('ann');
    expect(await pass(0)).toEqual([
      'pull tried for ann',
      'pull refused here: ErrorExceededSubscriptionCount',
      'polling tried for ann',
      'polling chosen for ann',
    ]);
    delete does.pull;
    expect((await pass(11 * minute)).at(-1)).toBe('pull chosen for ann');
    await ann.end();
  });

  it('only polls where that was configured', async () => {
    const { watch, pass } = start({}, { configured: 'polling' });
    const ann = watch('ann');
    expect(await pass(hour)).toEqual(['polling tried for ann', 'polling chosen for ann']);
    await ann.end();
  });

  it('ends when its source ends because nobody opens the mailbox', async () => {
    const { watch } = start({ streaming: 'leaves' });
    await watch('ann').ended;
  });

  it('hands on what is no failure of a server', async () => {
    const { watch } = start({ streaming: mistake });
    await expect(watch('ann').ended).rejects.toBe(mistake);
  });
});
