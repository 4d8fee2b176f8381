import { expect, test } from 'vitest';
import { startBoth } from '../two-servers.ts';
import { agenda, canonicalForms, copyEvents, eventsIn } from './copied-calendar.ts';

test.for(['alice@example.test', 'bob@example.test', 'carol@example.test'])(
  'the calendar of %s shows on the other server what it has shown for two years',
  { timeout: 120_000 },
  async (owner) => {
    const { source, target } = await startBoth();
    const events = await eventsIn(source.as(owner));
    expect(events.length).toBeGreaterThan(3);
    const losses = await copyEvents(target.as(owner), events);
    expect(losses.flat()).toEqual([]);
    expect(canonicalForms(await eventsIn(target.as(owner)))).toEqual(canonicalForms(events));
    for (const from of ['2024-06-01T00:00:00Z', '2026-01-01T00:00:00Z']) {
      const shown = await agenda(source.as(owner), from);
      expect(await agenda(target.as(owner), from)).toEqual(shown);
      expect(shown.length).toBeGreaterThan(0);
    }
    expect(target.emulator.outbox).toEqual([]);
  },
);
