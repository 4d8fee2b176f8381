import type { Mail } from './mail.ts';
import type { Moments } from './moments.ts';
import { alice, services } from './people.ts';
import { plainText } from './prose.ts';

/** Mail whose order a cursor must get right: equal to the millisecond, and within one second, which the wire cannot tell apart. */
export const orderingMails = (moments: Moments): readonly Mail[] => [...equalTimes(moments), ...sameSecond(moments)];

const equalTimes = ({ at }: Moments): readonly Mail[] =>
  Array.from({ length: 7 }, (_, number) => ({
    name: `ordering/equal-${number}`,
    from: services.builds,
    to: [alice],
    subject: `[nightly] Test bench ${number + 1} of 7 finished`,
    body: plainText([`Test bench ${number + 1}: ${180 + number * 3} measurements, all within tolerance.`]),
    receivedAt: at(-2, '03:00:00.500'),
    headers: [['Auto-Submitted', 'auto-generated']],
  }));

const sameSecond = ({ at }: Moments): readonly Mail[] =>
  ['007', '120', '121', '480', '999'].map((milliseconds, number) => ({
    name: `ordering/second-${number}`,
    from: services.monitoring,
    to: [alice],
    subject: `Alarm ${number + 1} of 5: pressure at site ${['A', 'B', 'C', 'D', 'E'][number]}`,
    body: plainText([
      `Pressure above 4.${number} bar. Five sites report within the same second, so it is probably the line.`,
    ]),
    receivedAt: at(-1, `04:11:52.${milliseconds}`),
    headers: [['Auto-Submitted', 'auto-generated']],
  }));
