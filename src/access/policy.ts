import type { MailboxAddress } from '../ews/properties/id.ts';
import { permissions, type Caller, type Permission } from './caller.ts';

/** What the grants say. Both answers are immediate: a refusal costs no call to anybody. */
export interface AccessRules {
  /** What the caller may do to this mailbox, ADMIN left out; empty: it may not even know that the mailbox exists. */
  permissionsOn(caller: Caller, mailbox: MailboxAddress): ReadonlySet<Permission>;
  /** What the caller may do to at least one mailbox, and ADMIN. */
  permissionsOf(caller: Caller): ReadonlySet<Permission>;
}

/**
 * The policy's consent to one caller's opening one mailbox. Only a policy makes it, and the EWS client makes sessions of nothing else, so that a
 * token which can open every mailbox is never used for one that the caller may not open.
 */
export interface MailboxGrant {
  readonly mailbox: MailboxAddress;
}

/** Decides who may do what to which mailbox. */
export interface Policy extends AccessRules {
  /** Whether the caller may know that this mailbox exists. */
  mayOpen(caller: Caller, mailbox: MailboxAddress): boolean;
  /** Consent to open this mailbox; undefined: refused. */
  grant(caller: Caller, mailbox: MailboxAddress): MailboxGrant | undefined;
  /**
   * Consent to look up what belongs to no mailbox (names in the directory, what the server can do) as DIRECTORY_MAILBOX or else as the caller's
   * own; undefined when there is neither, and for callers who may do nothing at all.
   */
  grantLookUp(caller: Caller): MailboxGrant | undefined;
}

const granted = new WeakSet<MailboxGrant>();

const consent = (mailbox: MailboxAddress): MailboxGrant => {
  const grant = Object.freeze({ mailbox });
  granted.add(grant);
  return grant;
};

/** Whether a policy made this grant, rather than somebody who knows what one looks like. */
export const isMailboxGrant = (grant: MailboxGrant): boolean => granted.has(grant);

/** The policy that follows from these rules. `directoryMailbox`: the operator's choice for look-ups that concern no mailbox. */
export const createPolicy = (rules: AccessRules, directoryMailbox: MailboxAddress | undefined): Policy => {
  const mayOpen = (caller: Caller, mailbox: MailboxAddress): boolean => rules.permissionsOn(caller, mailbox).size > 0;
  const grant = (caller: Caller, mailbox: MailboxAddress): MailboxGrant | undefined =>
    mayOpen(caller, mailbox) ? consent(mailbox) : undefined;
  return {
    permissionsOn: rules.permissionsOn,
    permissionsOf: rules.permissionsOf,
    mayOpen,
    grant,
    grantLookUp: (caller) => {
      if (directoryMailbox !== undefined)
        return rules.permissionsOf(caller).size === 0 ? undefined : consent(directoryMailbox);
      return caller.mailbox === undefined ? undefined : grant(caller, caller.mailbox);
    },
  };
};

/** Rules that permit everything on every mailbox: those of the embedded demo organisation, where whoever reaches the loopback port is at home. */
export const openRules: AccessRules = (() => {
  const all: ReadonlySet<Permission> = new Set(permissions);
  const onMailboxes: ReadonlySet<Permission> = new Set(permissions.filter((permission) => permission !== 'ADMIN'));
  return { permissionsOn: () => onMailboxes, permissionsOf: () => all };
})();
