import { defineOperation } from '../operation.ts';
import { boolean, optional } from '../properties/codec.ts';
import { inboxRule, type InboxRule } from '../properties/inbox-rule.ts';
import { child, childrenNamed, element } from '../xml.ts';

/** The rules of a mailbox. */
export interface InboxRules {
  /** In the server's order, which is that of their priorities. */
  readonly rules: readonly InboxRule[];
  /** Outlook keeps rules of its own there, which the first change by EWS destroys. */
  readonly hasOutlookRules: boolean;
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getinboxrules-operation; those of the impersonated mailbox. */
export const getInboxRules = defineOperation<Readonly<Record<never, never>>, InboxRules>({
  name: 'GetInboxRules',
  access: 'read',
  names: undefined,
  idempotent: true,
  encode: () => element('m:GetInboxRules'),
  // gromox (2026) tells neither class nor code when there are no rules, only this.
  messages: (response) =>
    response.attributes['ResponseClass'] === undefined && child(response, 'OutlookRuleBlobExists') !== undefined
      ? [{ ...response, attributes: { ResponseClass: 'Success' } }]
      : [response],
  decode: (message) => ({
    rules: childrenNamed(child(message, 'InboxRules') ?? element('none'), 'Rule').map(inboxRule),
    hasOutlookRules: optional(message, 'OutlookRuleBlobExists', boolean) ?? false,
  }),
  rows: ({ rules }) => rules.length,
});
