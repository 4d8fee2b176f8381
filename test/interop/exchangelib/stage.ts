import type { Journey } from '../../journeys/start.ts';
import type { Trial } from '../describe-client.ts';
import { addressOf } from '../people.ts';
import type { MailTask } from '../tasks.ts';
import type { Driver } from './start-driver.ts';

/** What the tasks share: a gateway and exchangelib on the same emulator, which holds the demo of this day. */
export interface Stage {
  readonly journey: Journey;
  readonly driver: Driver;
}

/** Some of the tasks; they ask for the stage when they begin. */
export type Part = (trial: Trial<MailTask>, stage: () => Stage) => void;

export const alice = addressOf('alice');
export const bob = addressOf('bob');
export const carol = addressOf('carol');

/** A message as driver.py tells it; addresses without names. */
export interface ReadMessage {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly isHtml: boolean;
  readonly from: string | null;
  readonly sender: string | null;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly messageId: string;
  readonly inReplyTo: string | null;
  readonly references: string | null;
  readonly isRead: boolean;
  readonly importance: string;
  readonly categories: readonly string[];
  readonly flagStatus: number | null;
  readonly mime: string;
}

/** A file as driver.py gives and takes it. */
export interface DrivenFile {
  readonly name: string;
  readonly contentType: string;
  readonly base64: string;
  readonly contentId?: string | null;
}

/** One writing of a moment, whose zone and fractions of a second others write as they like. */
export const instant = (text: string): string => new Date(text).toISOString();
