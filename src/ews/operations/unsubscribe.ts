import { defineOperation } from '../operation.ts';
import { element } from '../xml.ts';

/** Which subscription ends. */
export interface UnsubscribeInput {
  readonly subscriptionId: string;
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/unsubscribe-operation
 * For pull and streaming; a push subscription ends with the answer to one of its notifications. One that has ended is ErrorSubscriptionNotFound.
 */
export const unsubscribe = defineOperation<UnsubscribeInput, void>({
  name: 'Unsubscribe',
  access: 'read',
  names: undefined,
  idempotent: true,
  encode: ({ subscriptionId }) => element('m:Unsubscribe', [element('m:SubscriptionId', subscriptionId)]),
  decode: () => undefined,
});
