import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { FailurePanel } from '../frame/failure-panel.tsx';
import { failureOf } from '../frame/failure.ts';
import { LeftIcon, RightIcon } from '../frame/icons.tsx';
import { go, type Route } from '../frame/route.ts';
import { useShortcuts } from '../frame/shortcuts.ts';
import { WeekDocument } from '../generated/graphql.ts';
import { EventDialog } from './event-dialog.tsx';
import { addDays, dayName, dayOf, mondayOf } from './event-times.ts';
import { WeekGrid } from './week-grid.tsx';

/** The zone of this machine. */
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const title = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });

interface WeekScreenProps {
  readonly route: Route;
  readonly mailbox: string;
}

/** A week of all calendars of a mailbox, on the clock of this machine. */
export const WeekScreen = ({ route, mailbox }: WeekScreenProps) => {
  const today = dayName(new Date());
  const monday = useMemo(() => mondayOf(dayOf(route.date || today)), [route.date, today]);
  const variables = useMemo(
    () => ({ mailbox, window: { start: monday.toISOString(), end: addDays(monday, 7).toISOString(), timeZone } }),
    [mailbox, monday],
  );
  const [{ data, error, operation }, ask] = useQuery({ query: WeekDocument, variables, pause: mailbox === '' });
  const [opened, setOpened] = useState<string>();
  const isThis = JSON.stringify(operation?.variables) === JSON.stringify(variables);
  const events = isThis ? data?.mailbox?.agenda.nodes : undefined;

  const showWeek = (weeks: number): void => go({ ...route, date: dayName(addDays(monday, 7 * weeks)) });
  const showToday = (): void => go({ ...route, date: '' });
  useShortcuts({ ArrowLeft: () => showWeek(-1), ArrowRight: () => showWeek(1), t: showToday });

  return (
    <main className="calendar" aria-label="Calendar">
      <header>
        <h1>{title.formatRange(monday, addDays(monday, 6))}</h1>
        <span className="muted">{timeZone.replaceAll('_', ' ')}</span>
        <span className="gap" />
        <button type="button" onClick={showToday}>
          Today
        </button>
        <button type="button" className="icon" aria-label="Week before" onClick={() => showWeek(-1)}>
          <LeftIcon />
        </button>
        <button type="button" className="icon" aria-label="Week after" onClick={() => showWeek(1)}>
          <RightIcon />
        </button>
      </header>
      {error !== undefined && events === undefined ? (
        <FailurePanel failure={failureOf(error)} retry={() => ask({ requestPolicy: 'network-only' })} />
      ) : (
        <WeekGrid monday={monday} today={today} events={events} onOpen={setOpened} />
      )}
      {opened !== undefined && <EventDialog id={opened} onClose={() => setOpened(undefined)} />}
    </main>
  );
};
