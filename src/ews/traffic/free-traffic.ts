import type { Traffic, Turn } from './traffic.ts';

const turn: Turn = { waitedMs: 0, ready: () => Promise.resolve(), ended: () => undefined };

/** Everybody may ask the server at once, whatever it said before: for what is not a gateway. */
export const freeTraffic: Traffic = {
  pass: (_passage, work) => work(turn),
  stats: () => ({
    running: 0,
    waiting: { interactive: 0, bulk: 0 },
    lanes: 0,
    pausedLanes: 0,
    breaker: 'closed',
    opened: 0,
    refused: { throttled: 0, suspended: 0 },
  }),
};
