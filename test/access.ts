import type { Access } from '../src/access/access.ts';
import type { Caller, Permission } from '../src/access/caller.ts';
import { createPolicy, openRules, type AccessRules, type MailboxGrant } from '../src/access/policy.ts';
import { mailboxAddress, type MailboxAddress } from '../src/ews/properties/id.ts';

/** The address of a text that is one. */
export const address = (text: string): MailboxAddress => {
  const parsed = mailboxAddress(text);
  if (parsed === undefined) throw new Error(`${text} is no address`);
  return parsed;
};

/** A caller with a token; differences as the test needs them. */
export const callerNamed = (subject: string, differences: Partial<Caller> = {}): Caller => ({
  kind: 'token',
  subject,
  mailbox: undefined,
  claims: {},
  expiresAtMs: undefined,
  ...differences,
});

/** Rules that allow everybody these permissions on the mailboxes for which `where` holds; default: all. */
export const rulesOf = (
  allowed: readonly Permission[],
  where: (mailbox: MailboxAddress) => boolean = () => true,
): AccessRules => {
  const onMailboxes = new Set(allowed.filter((permission) => permission !== 'ADMIN'));
  return {
    permissionsOn: (_caller, mailbox) => (where(mailbox) ? onMailboxes : new Set()),
    permissionsOf: () => new Set(allowed),
  };
};

/** Everybody is this caller. */
export const accessOf = (caller: Caller, rules: AccessRules = openRules): Access => ({
  authenticate: () => Promise.resolve({ caller }),
  rules,
});

/** A grant for this mailbox with every permission, made by a policy as any other. */
export const grantFor = (mailbox: string): MailboxGrant => {
  const grant = createPolicy(openRules, undefined).grant(callerNamed('test'), address(mailbox));
  if (grant === undefined) throw new Error(`open rules refuse ${mailbox}`);
  return grant;
};
