import type { taskProperties } from '../../ews/properties/task.ts';
import type { Decoded } from '../../ews/properties/property.ts';
import type { TaskRecurrence } from '../../ews/properties/task-recurrence.ts';
import type { PortableContent } from './portable-content.ts';

/** Something to do. */
export interface PortableTask extends PortableContent {
  readonly kind: 'task';
  /** yyyy-mm-dd. */
  readonly startDate: string | undefined;
  /** yyyy-mm-dd. */
  readonly dueDate: string | undefined;
  readonly status: NonNullable<Decoded<typeof taskProperties>['status']>;
  /** 0 to 100. */
  readonly percentComplete: number;
  /** Instant; servers keep the day of it only. */
  readonly completedAt: string | undefined;
  /** Instant at which to remind; undefined: not at all. */
  readonly reminderAt: string | undefined;
  /** The present task of a series carries how it goes on; those that are done are tasks of their own. */
  readonly recurrence: TaskRecurrence | undefined;
  /** Name of the one who does it. Servers do not let anybody set it. */
  readonly owner: string | undefined;
  /** Minutes. */
  readonly actualWork: number | undefined;
  /** Minutes. */
  readonly totalWork: number | undefined;
  readonly billingInformation: string | undefined;
  readonly mileage: string | undefined;
  readonly companies: readonly string[];
  /** Names of people whom it is about. */
  readonly contacts: readonly string[];
}
