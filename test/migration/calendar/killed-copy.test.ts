import { expect, test } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import type { EwsSession } from '../../../src/ews/operation.ts';
import { createEventWriter } from '../../../src/migration/mailboxes/calendar/write-events.ts';
import { discardCopy } from '../../../src/migration/mailboxes/discard-copy.ts';
import { listCopies } from '../../../src/migration/mailboxes/find-copies.ts';
import type { PortableEvent } from '../../../src/migration/portable/portable-event.ts';
import { folderIdOf } from '../folder-id-of.ts';
import { dyingSession } from '../dying-session.ts';
import { startServer } from '../two-servers.ts';
import { agenda, calendarOf, canonicalForms, eventsIn, marked, markOf } from './copied-calendar.ts';
import { organizationWith, randomSeries } from './random-series.ts';

const owner = 'alice@example.test';

/** What a run after a kill does: it takes away what was begun and writes what is not there. */
const resume = async (session: EwsSession, events: readonly PortableEvent[]): Promise<void> => {
  const finished = new Set<string>();
  for await (const copies of listCopies(session, { id: await folderIdOf(session, calendarOf(session)) })) {
    for (const copy of copies) {
      if (copy.isFinished) finished.add(copy.mark);
      else await discardCopy(session, copy.reference);
    }
  }
  const wanted = marked(events).filter((_, number) => !finished.has(markOf(number).mark));
  const answers = await createEventWriter(session).write(calendarOf(session), wanted);
  expect(answers.filter((answer) => answer instanceof EwsError)).toEqual([]);
};

/** Three series with files and changed and deleted occurrences: of one's own, of somebody else's, and an appointment. */
const eventful = (events: readonly PortableEvent[]): readonly PortableEvent[] => {
  const rich = events.filter(
    ({ exceptions, deletedOccurrences }) => exceptions.length > 1 && deletedOccurrences.length > 0,
  );
  const kinds = [
    rich.find(({ isOrganizer, isMeeting }) => isOrganizer && isMeeting),
    rich.find(({ isOrganizer }) => !isOrganizer),
    rich.find(({ attachments, isMeeting }) => attachments.length > 0 && !isMeeting),
    events.find(
      ({ exceptions, deletedOccurrences, isOrganizer }) =>
        exceptions.length + deletedOccurrences.length === 0 && isOrganizer,
    ),
  ];
  return [...new Set(kinds.filter((event) => event !== undefined))];
};

test.for([true, false])(
  'a copy that is killed at any of its writes (done: %s) is whole after the next run, and nothing is there twice',
  { timeout: 240_000 },
  async (isDone) => {
    const source = await startServer({ seed: organizationWith(randomSeries(40, 5)) });
    const events = eventful(await eventsIn(source.as(owner)));
    expect(events.length).toBeGreaterThan(2);
    const target = await startServer({ seed: 'empty' });
    const whole = dyingSession(target.as(owner), Number.POSITIVE_INFINITY, true);
    await createEventWriter(whole.session).write(calendarOf(whole.session), marked(events));
    const wanted = canonicalForms(events);
    const shown = await agenda(target.as(owner), '2025-06-01T00:00:00Z');
    for (let at = 1; at <= whole.writes(); at += 1) {
      target.emulator.reset();
      const { session } = dyingSession(target.as(owner), at, isDone);
      await expect(createEventWriter(session).write(calendarOf(session), marked(events))).rejects.toThrow('killed');
      await resume(target.as(owner), events);
      expect(canonicalForms(await eventsIn(target.as(owner))), `killed at write ${at}`).toEqual(wanted);
      expect(await agenda(target.as(owner), '2025-06-01T00:00:00Z'), `killed at write ${at}`).toEqual(shown);
      expect(target.emulator.outbox).toEqual([]);
    }
  },
);
