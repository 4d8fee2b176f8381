import type { SeedItem } from '../store/model.ts';
import { node, type XmlNode } from '../xml/xml.ts';
import { flag, itemElement, optional, type Body, type Importance } from './item-properties.ts';
import { minutesAfter, type Instant } from './moments.ts';
import type { Member } from './people.ts';

/** Something to do; dates are yyyy-mm-dd. */
export interface Task {
  readonly subject: string;
  readonly body?: Body;
  readonly createdAt: Instant;
  readonly startDate?: string;
  readonly dueDate?: string;
  readonly status: 'NotStarted' | 'InProgress' | 'Completed' | 'WaitingOnOthers' | 'Deferred';
  /** 0 to 100. */
  readonly percentComplete: number;
  readonly completedAt?: Instant;
  readonly reminder?: Instant;
  readonly importance?: Importance;
  readonly categories?: readonly string[];
  readonly recurrence?: XmlNode;
}

/** The item that `task` is in the tasks of `owner`. */
export const taskItem = (task: Task, owner: Member): SeedItem => ({
  element: itemElement(
    't:Task',
    {
      itemClass: 'IPM.Task',
      subject: task.subject,
      body: task.body,
      createdAt: task.createdAt,
      receivedAt: task.createdAt,
      modifiedBy: owner,
      modifiedAt: task.completedAt ?? minutesAfter(task.createdAt, 5),
      importance: task.importance,
      categories: task.categories,
      responses: ['ForwardItem'],
      reminder: task.reminder === undefined ? undefined : { dueAt: task.reminder, minutesBefore: 0 },
    },
    [
      node('t:ActualWork', '0'),
      node('t:ChangeCount', '1'),
      optional('t:CompleteDate', task.completedAt),
      node('t:DelegationState', 'NoMatch'),
      optional('t:DueDate', midnight(task.dueDate)),
      flag('t:IsComplete', task.status === 'Completed'),
      flag('t:IsRecurring', task.recurrence !== undefined),
      flag('t:IsTeamTask', false),
      node('t:Owner', owner.name),
      node('t:PercentComplete', String(task.percentComplete)),
      task.recurrence,
      optional('t:StartDate', midnight(task.startDate)),
      node('t:Status', task.status),
      node('t:StatusDescription', statusDescriptions[task.status]),
      node('t:TotalWork', '0'),
    ],
  ),
  attachments: [],
});

const statusDescriptions: Readonly<Record<Task['status'], string>> = {
  NotStarted: 'Not Started',
  InProgress: 'In Progress',
  Completed: 'Completed',
  WaitingOnOthers: 'Waiting on someone else',
  Deferred: 'Deferred',
};

const midnight = (date: string | undefined): Instant | undefined =>
  date === undefined ? undefined : `${date}T00:00:00.000Z`;
