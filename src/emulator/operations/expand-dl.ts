import { EmulatorError } from '../emulator-error.ts';
import { type OperationContext, type OperationHandler, response, success } from '../operation.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/**
 * The members of a group in the directory, groups among them not taken apart. Lists in somebody's contacts are none here.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/expanddl-operation
 */
export const expandDl: OperationHandler = (request, context) => {
  const wanted = (childText(child(request, 'm:Mailbox'), 't:EmailAddress') ?? '').trim().toLowerCase();
  const group = context.store.groups.find(({ address }) => address.toLowerCase() === wanted);
  if (group === undefined) throw new EmulatorError('ErrorNameResolutionNoResults');
  const attributes = { TotalItemsInView: String(group.members.length), IncludesLastItemInRange: 'true' };
  return response('ExpandDL', [
    success('ExpandDL', [
      node(
        'm:DLExpansion',
        attributes,
        group.members.map((address) => memberElement(context, address)),
      ),
    ]),
  ]);
};

/** Somebody outside the organisation is told as the address alone says. */
const memberElement = ({ store }: OperationContext, address: string): XmlNode => {
  const account = store.accounts.get(address.toLowerCase());
  const group = store.groups.find((other) => other.address.toLowerCase() === address.toLowerCase());
  const inside = account === undefined ? 'Contact' : 'Mailbox';
  return node('t:Mailbox', [
    node('t:Name', account?.displayName ?? group?.displayName ?? address),
    node('t:EmailAddress', address),
    node('t:RoutingType', 'SMTP'),
    node('t:MailboxType', group === undefined ? inside : 'PublicDL'),
  ]);
};
