import type { MailboxAddress } from '../ews/properties/id.ts';
import type { Caller, Permission } from './caller.ts';

/** Decides who may do what to which mailbox. Both answers are immediate: a refusal costs no call to anybody. */
export interface Policy {
  /** Whether the caller may know that this mailbox exists. */
  mayOpen(caller: Caller, mailbox: MailboxAddress): boolean;
  /** Whether the caller may do this to this mailbox; implies `mayOpen`. */
  has(caller: Caller, mailbox: MailboxAddress, permission: Permission): boolean;
}

/** The policy of the embedded demo organisation: whoever reaches the loopback port may open every mailbox, with the caller's own permissions. */
export const demoPolicy: Policy = {
  mayOpen: () => true,
  has: (caller, _mailbox, permission) => caller.permissions.includes(permission),
};
