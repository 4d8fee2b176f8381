import type { SeedItem } from '../store/model.ts';
import type { Moments } from './moments.ts';
import { alice } from './people.ts';
import { plainText } from './prose.ts';
import { forever, monthlyOnDay, recurrence, weeksAfterCompletion } from './recurrence-element.ts';
import { taskItem, type Task } from './task-item.ts';

/** Alice's tasks: one of every state, and two that come again. */
export const aliceTasks = (moments: Moments): readonly SeedItem[] =>
  tasks(moments).map((task) => taskItem(task, alice));

const tasks = ({ at, date }: Moments): readonly Task[] => [
  {
    subject: 'Read the frame agreement with Hoshi',
    createdAt: at(-1, '09:30:00.125'),
    startDate: date(-1),
    dueDate: date(3),
    status: 'InProgress',
    percentComplete: 40,
    importance: 'High',
    reminder: at(2, '08:00'),
    categories: ['Legal'],
    body: plainText(['Page 9 needs two signatures.']),
  },
  {
    subject: 'Choose a colour for the logo',
    createdAt: at(-2, '13:30:00.250'),
    status: 'NotStarted',
    percentComplete: 0,
  },
  {
    subject: 'Hand in receipts for the journey to Acme',
    createdAt: at(-19, '14:00:00.375'),
    startDate: date(-19),
    dueDate: date(-4),
    status: 'NotStarted',
    percentComplete: 0,
    categories: ['Finance', 'Travel'],
  },
  {
    subject: 'Approve the new test bench',
    createdAt: at(-15, '09:00:00.500'),
    dueDate: date(-13),
    status: 'Completed',
    percentComplete: 100,
    completedAt: at(-14, '00:00'),
  },
  {
    subject: 'Site plan from Borealis',
    createdAt: at(-10, '10:00:00.625'),
    dueDate: date(12),
    status: 'WaitingOnOthers',
    percentComplete: 50,
  },
  {
    subject: 'Tidy the archive',
    createdAt: at(-100, '10:00:00.750'),
    status: 'Deferred',
    percentComplete: 10,
    importance: 'Low',
  },
  {
    subject: 'Send the invoice list to Priya',
    createdAt: at(-90, '08:00:00.875'),
    startDate: date(-80),
    dueDate: date(-80),
    status: 'NotStarted',
    percentComplete: 0,
    recurrence: recurrence(monthlyOnDay(1, 5), forever(date(-80))),
  },
  {
    subject: 'Descale the coffee machine',
    createdAt: at(-60, '08:00:00.125'),
    startDate: date(-7),
    dueDate: date(-7),
    status: 'NotStarted',
    percentComplete: 0,
    recurrence: recurrence(weeksAfterCompletion(2), forever(date(-7))),
  },
];
