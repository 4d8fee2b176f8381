import { defineOperation } from '../operation.ts';
import { mailboxEntry, type MailboxEntry } from '../properties/mailbox-entry.ts';
import type { MailboxAddress } from '../properties/id.ts';
import { child, childrenNamed, element } from '../xml.ts';
import { foundRange } from './found-range.ts';

/** Which group. */
export interface ExpandDlInput {
  /** Of a group in the directory. */
  readonly group: MailboxAddress;
}

/** Who is in a group. */
export interface GroupMembers {
  /** Members themselves, groups among them; not the members of those. */
  readonly members: readonly MailboxEntry[];
  /** False: there are more than the server told. */
  readonly isLast: boolean;
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/expanddl-operation
 * An address that is no group is ErrorNameResolutionNoResults on Exchange.
 */
export const expandDl = defineOperation<ExpandDlInput, GroupMembers>({
  name: 'ExpandDL',
  access: 'read',
  names: undefined,
  idempotent: true,
  encode: ({ group }) => element('m:ExpandDL', [element('m:Mailbox', [element('t:EmailAddress', group)])]),
  decode: (message) => {
    const expansion = child(message, 'DLExpansion') ?? element('none');
    const members = childrenNamed(expansion, 'Mailbox').map(mailboxEntry);
    return { members, isLast: foundRange(expansion, members.length).isLast };
  },
  rows: ({ members }) => members.length,
});
