import fc from 'fast-check';
import { getEvents } from '../../src/ews/operations/get-events.ts';
import { getStreamingEvents } from '../../src/ews/operations/get-streaming-events.ts';
import { subscribe, type SubscribeInput } from '../../src/ews/operations/subscribe.ts';
import { unsubscribe } from '../../src/ews/operations/unsubscribe.ts';
import type { ChangeKind } from '../../src/ews/properties/notification-event.ts';
import type { XmlElement } from '../../src/ews/xml.ts';
import { filled, folders } from './request-arbitraries.ts';

const kinds: readonly ChangeKind[] = [
  'created',
  'deleted',
  'modified',
  'moved',
  'copied',
  'newMail',
  'freeBusyChanged',
];
const minutes = fc.integer({ min: 1, max: 1440 });

const subscription: fc.Arbitrary<SubscribeInput> = fc.record(
  {
    folders,
    kinds: fc.subarray([...kinds], { minLength: 1 }),
    delivery: fc.oneof(
      fc.record(
        { type: fc.constant('pull' as const), timeoutMinutes: minutes, watermark: filled },
        {
          requiredKeys: ['type', 'timeoutMinutes'],
        },
      ),
      fc.record(
        {
          type: fc.constant('push' as const),
          url: fc.webUrl({ withQueryParameters: true }).map((url) => new URL(url)),
          statusMinutes: minutes,
          watermark: filled,
        },
        { requiredKeys: ['type', 'url', 'statusMinutes'] },
      ),
      fc.record({ type: fc.constant('streaming' as const) }),
    ),
  },
  { requiredKeys: ['kinds', 'delivery'] },
);

/** Every request about subscriptions. */
export const subscriptions: Readonly<Record<string, fc.Arbitrary<XmlElement>>> = {
  Subscribe: subscription.map(subscribe.encode),
  Unsubscribe: fc.record({ subscriptionId: filled }).map(unsubscribe.encode),
  GetEvents: fc.record({ subscriptionId: filled, watermark: filled }).map(getEvents.encode),
  GetStreamingEvents: fc
    .record({
      subscriptionIds: fc.array(filled, { minLength: 1, maxLength: 3 }),
      connectionMinutes: fc.integer({ min: 1, max: 30 }),
    })
    .map(getStreamingEvents.encode),
};
