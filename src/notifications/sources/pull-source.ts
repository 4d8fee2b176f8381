import { getEvents } from '../../ews/operations/get-events.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { EventSource, Watch } from '../event-source.ts';
import { endSubscription } from './end-subscription.ts';
import { noticedMoves } from './noticed-moves.ts';
import { createPatience, type Patience, type PatienceOptions } from '../patience.ts';
import { pause } from '../pause.ts';
import type { MailboxSubscription, SubscribeMailbox } from './subscribe-mailbox.ts';
import { watchFailure } from '../watch-failure.ts';

interface PullSourceOptions extends PatienceOptions {
  readonly subscribeMailbox: SubscribeMailbox;
  /** How soon to ask again after events, milliseconds; default 1,000. */
  readonly soonMs?: number;
  /** How soon at the latest, milliseconds; default 30,000. Each answer without events makes the wait half as long again, up to it. */
  readonly lateMs?: number;
}

/** A subscription, and how far it has been read. */
interface Pulled {
  readonly subscription: MailboxSubscription;
  /** Undefined where the server keeps none. */
  watermark: string | undefined;
  answers: number;
  /** Before the next question, milliseconds. */
  waitMs: number;
  /** The answer to the last question may have been lost with all that it told. */
  mayLack: boolean;
}

/** Minutes that a subscription lives without being asked: more than the longest pause, and few enough for what a killed gateway leaves behind. */
const timeoutMinutes = 20;

/** Answers after which a subscription is known to work: behind a load balancer that sends calls anywhere, one in two finds it. */
const provingAnswers = 3;

const growth = 1.5;

/**
 * Asks the server for events (GetEvents), often while some come and seldom while none do, from where the last answer ended. Where the server keeps no
 * watermarks (gromox 3.10) events get lost with an answer, so something may have happened whenever a call has failed.
 */
export const pullSource = (options: PullSourceOptions): EventSource => {
  const { subscribeMailbox, random, soonMs = 1_000, lateMs = 30_000 } = options;

  /** Asks once; returns how long to wait before the next time, milliseconds. `outdated`: the subscription lacks a folder. Throws EwsError. */
  const ask = async (
    { onHint }: Watch,
    { session }: OpenedMailbox,
    pulled: Pulled,
    patience: Patience,
  ): Promise<number | 'outdated'> => {
    const { subscriptionId, isOutdatedBy } = pulled.subscription;
    const asked = { subscriptionId, watermark: pulled.watermark };
    const { events, watermark = asked.watermark, hasMore } = await session.call(getEvents, asked);
    const isQuiet = events.every(({ kind }) => kind === 'status');
    if (pulled.mayLack || !isQuiet) void onHint(noticedMoves(events));
    pulled.mayLack = false;
    pulled.answers += 1;
    if (pulled.answers >= provingAnswers) patience.succeed();
    // A server that does not know its own watermark tells the same for ever.
    const hasMoved = watermark === undefined || watermark !== asked.watermark;
    pulled.watermark = watermark;
    if (isOutdatedBy(events)) return 'outdated';
    pulled.waitMs = isQuiet ? Math.min(lateMs, pulled.waitMs * growth) : soonMs;
    if (hasMore && !isQuiet && hasMoved) return 0;
    // Mailboxes that are watched from the same moment on are not asked about in step.
    return pulled.waitMs * (0.8 + random() * 0.2);
  };

  return {
    kind: 'pull',
    watch: async (watch) => {
      const { open, onHint, signal } = watch;
      const patience = createPatience(options);
      let lent: OpenedMailbox | undefined;
      let pulled: Pulled | undefined;
      const end = async (): Promise<void> => {
        if (lent !== undefined && pulled !== undefined) await endSubscription(lent, pulled.subscription.subscriptionId);
        pulled = undefined;
      };
      const subscribe = async (mailbox: OpenedMailbox): Promise<number> => {
        const subscription = await subscribeMailbox(mailbox, { type: 'pull', timeoutMinutes });
        const { watermark } = subscription;
        pulled = { subscription, watermark, answers: 0, waitMs: soonMs, mayLack: false };
        void onHint([]);
        return soonMs;
      };
      try {
        while (!signal.aborted) {
          let wait: number | 'outdated';
          try {
            const mailbox = await open();
            if (mailbox === undefined || signal.aborted) return;
            lent = mailbox;
            wait = await (pulled === undefined ? subscribe(mailbox) : ask(watch, mailbox, pulled, patience));
          } catch (error) {
            if (watchFailure(error) === 'ended') pulled = undefined;
            else if (pulled !== undefined) pulled.mayLack = true;
            if (signal.aborted) return;
            wait = patience.afterFailure(error);
          }
          if (wait === 'outdated') await end();
          else if (wait > 0) await pause(wait, signal);
        }
      } finally {
        await end();
      }
    },
  };
};
