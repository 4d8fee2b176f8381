import { expect, test } from 'vitest';
import { startServer } from '../two-servers.ts';
import { agenda, canonicalForms, copyEvents, eventsIn } from './copied-calendar.ts';
import { organizationWith, randomSeries } from './random-series.ts';

const seeds = [1, 2, 3];

test.for(seeds)(
  'twenty-five random series are on the other server what they were, occurrence by occurrence (seed %d)',
  { timeout: 180_000 },
  async (seed) => {
    const source = await startServer({ seed: organizationWith(randomSeries(25, seed)) });
    const target = await startServer({ seed: 'empty' });
    const events = await eventsIn(source.as('alice@example.test'));
    expect(events.flatMap(({ exceptions }) => exceptions).length).toBeGreaterThan(10);
    expect(events.flatMap(({ deletedOccurrences }) => deletedOccurrences).length).toBeGreaterThan(10);
    const withOwnFiles = events.filter((event) =>
      event.exceptions.some(({ attachments }) => attachments.length > event.attachments.length),
    );
    expect(withOwnFiles.length).toBeGreaterThan(2);
    const losses = await copyEvents(target.as('alice@example.test'), events);
    expect(losses.flat()).toEqual([]);
    expect(canonicalForms(await eventsIn(target.as('alice@example.test')))).toEqual(canonicalForms(events));
    for (const from of ['2025-06-01T00:00:00Z', '2027-06-01T00:00:00Z'])
      expect(await agenda(target.as('alice@example.test'), from)).toEqual(
        await agenda(source.as('alice@example.test'), from),
      );
    expect(target.emulator.outbox).toEqual([]);
  },
);
