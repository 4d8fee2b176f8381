import type { Mail } from './mail.ts';
import type { Moments } from './moments.ts';
import { alice, bob, carol, dave, partners } from './people.ts';
import { plainText, simpleHtml } from './prose.ts';

/** Mail with follow-up flags, dates and categories. */
export const followedMails = ({ at }: Moments): readonly Mail[] => [
  {
    name: 'followed/contract',
    from: partners.lawyer,
    to: [alice],
    subject: 'Frame agreement with Hoshi: please sign by Friday',
    body: simpleHtml([
      'Dear Alice,',
      'the agreement is ready. Two signatures on page 9 and initials on the annex, then back to me.',
      'Jonas Albrecht',
    ]),
    receivedAt: at(-1, '09:05:42.125'),
    importance: 'High',
    categories: ['Legal', 'Clients'],
    followUp: { status: 'flagged', startAt: at(-1, '00:00'), dueAt: at(3, '00:00') },
  },
  {
    name: 'followed/reference',
    from: dave,
    to: [alice],
    subject: 'May we name Borealis as a reference?',
    body: plainText(['Hi Alice,', 'could you ask Freya? It would help a lot with Cinder Works.', 'Dave']),
    receivedAt: at(-2, '10:48:20.625'),
    followUp: { status: 'flagged' },
  },
  {
    name: 'followed/overdue',
    from: carol,
    to: [alice],
    subject: 'Receipts for the journey to Acme',
    body: plainText(['Three receipts are missing: hotel, taxi, and the famous sandwich.', 'Carol']),
    receivedAt: at(-19, '13:30:00.250'),
    categories: ['Finance', 'Travel'],
    followUp: { status: 'flagged', startAt: at(-19, '00:00'), dueAt: at(-4, '00:00') },
  },
  {
    name: 'followed/done',
    from: bob,
    to: [alice],
    subject: 'Please approve the new test bench',
    body: simpleHtml([
      'Hi Alice,',
      'the quote is EUR 3,480.00. It would save us half a day with every release.',
      'Bob',
    ]),
    receivedAt: at(-15, '08:18:00.875'),
    categories: ['done'],
    followUp: { status: 'complete', completedAt: at(-14, '00:00') },
  },
  {
    name: 'followed/done-long-ago',
    from: partners.accountant,
    to: [alice],
    subject: 'Figures for the annual report',
    body: plainText(['Dear Alice,', 'thank you, these are all the figures that we need.', 'Priya Raman']),
    receivedAt: at(-120, '15:45:00.125'),
    importance: 'Low',
    categories: ['Finance', 'done'],
    followUp: { status: 'complete', completedAt: at(-118, '00:00') },
  },
];
