import { useEffect, useRef } from 'react';
import type { EventBlockFragment } from '../generated/graphql.ts';
import { EventBlock } from './event-block.tsx';
import { addDays, dayName } from './event-times.ts';
import { allDayEvents, placeEvents } from './place-events.ts';

interface WeekGridProps {
  readonly monday: Date;
  readonly today: string;
  /** Undefined while they are read. */
  readonly events: readonly EventBlockFragment[] | undefined;
  readonly onOpen: (id: string) => void;
}

const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);

/** What is in sight at first begins before most people's day does. */
const firstHour = 7;

/** What is shorter has no room for a second line. */
const oneLineMinutes = 50;

const percent = (minutes: number): string => `${(minutes / 1440) * 100}%`;

/** Seven days side by side, hours below each other. */
export const WeekGrid = ({ monday, today, events, onOpen }: WeekGridProps) => {
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const hours = body.current?.offsetHeight ?? 0;
    scroller.current?.scrollTo(0, (hours / 24) * firstHour);
  }, []);
  const days = Array.from({ length: 7 }, (_, index) => addDays(monday, index));
  const now = new Date();
  return (
    <div className="week" ref={scroller} aria-busy={events === undefined} tabIndex={0} role="group" aria-label="Week">
      <div className="week-head">
        <span className="corner" />
        {days.map((day) => (
          <div key={day.getTime()} className={dayName(day) === today ? 'day-head today' : 'day-head'}>
            <h2 aria-label={longDay.format(day)}>
              <span>{weekday.format(day)}</span> <b>{day.getDate()}</b>
            </h2>
            {allDayEvents(events ?? [], day).map((event) => (
              <EventBlock key={event.id} event={event} onOpen={onOpen} />
            ))}
          </div>
        ))}
      </div>
      <div className="week-body" ref={body}>
        <div className="hours" aria-hidden="true">
          {hours.map((hour, index) => (
            <span key={hour}>{index === 0 ? '' : hour}</span>
          ))}
        </div>
        {days.map((day) => (
          <section key={day.getTime()} className="day" aria-label={longDay.format(day)}>
            {dayName(day) === today && (
              <i className="now" style={{ top: percent(now.getHours() * 60 + now.getMinutes()) }} />
            )}
            {placeEvents(events ?? [], day).map(({ event, fromMinute, toMinute, column, columns }) => (
              <EventBlock
                key={event.id}
                event={event}
                onOpen={onOpen}
                isShort={toMinute - fromMinute < oneLineMinutes}
                style={{
                  top: percent(fromMinute),
                  height: percent(toMinute - fromMinute),
                  left: `${(column / columns) * 100}%`,
                  width: `${100 / columns}%`,
                }}
              />
            ))}
          </section>
        ))}
      </div>
    </div>
  );
};
