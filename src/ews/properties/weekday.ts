import { element } from '../xml.ts';
import { unreadable, type Codec } from './codec.ts';

/** Days of the week in EWS's words, Monday first as in ISO 8601, which counts them from 1. */
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** A day of the week. */
export type Weekday = (typeof weekdays)[number];

const dayWords = [...weekdays, 'Day', 'Weekday', 'WeekendDay'] as const;

/** A word of the schema's DayOfWeekType: a day of the week, any day, Monday to Friday, or Saturday and Sunday. */
export type DayWord = (typeof dayWords)[number];

/** The days of the week that the words stand for, Monday first, each once. */
export const weekdaysOf = (words: readonly DayWord[]): readonly Weekday[] => {
  const wanted = new Set(
    words.flatMap((word): readonly Weekday[] => {
      if (word === 'Day') return weekdays;
      if (word === 'Weekday') return weekdays.slice(0, 5);
      return word === 'WeekendDay' ? weekdays.slice(5) : [word];
    }),
  );
  return weekdays.filter((day) => wanted.has(day));
};

/** Space-separated words, perhaps none. */
export const dayList: Codec<readonly DayWord[]> = {
  decode: (node) =>
    node.text
      .split(/\s+/)
      .filter((text) => text !== '')
      .map((text) => {
        const found = dayWords.find((word) => word === text);
        if (found === undefined) throw unreadable(node, 'a list of days');
        return found;
      }),
  encode: (name, words) => element(name, words.join(' ')),
};
