import { readFile } from 'node:fs/promises';
import { openAccess, type AccessEvent } from '../access/open-access.ts';
import { readPolicyFile, type Grantee, type MailboxPattern } from '../access/policy-file.ts';
import { ConfigError } from '../config-error.ts';
import type { MailboxAddress } from '../ews/properties/id.ts';
import { defineCheck } from './check.ts';

/** Whether the policy file can be used, and whether it lets anybody open the mailbox. */
export const policy = defineCheck({
  name: 'policy',
  title: 'Policy file',
  needs: ['config'],
  wants: ['mailbox'],
  run: async ({ config, mailbox }, { now }) => {
    const { access } = config;
    if (access === undefined)
      return { status: 'skipped', found: 'POLICY_FILE is not set: everybody here is the demo caller' };
    const events: AccessEvent[] = [];
    try {
      await openAccess(access, { now: () => now().getTime(), onEvent: (event) => void events.push(event) });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const advice = ['Put the places right that are named; docs/security.md says what may stand there.'];
      return { status: 'failed', found: 'cannot be used', details: error.problems, advice };
    }
    const read = events.find((event) => event.kind === 'policyRead');
    const { grants = 0, apiKeys = 0, endedApiKeys = 0 } = read ?? {};
    const found = `${grants} grants, ${apiKeys} API keys`;
    const advice: string[] = [];
    if (grants === 0) advice.push('There is no grant: nobody may do anything.');
    if (endedApiKeys > 0)
      advice.push(`The time of ${endedApiKeys} API keys is over: take them out, or give them more.`);
    const hasMailboxClaim = access.tokens?.mailboxClaim !== undefined;
    const holders = mailbox === undefined ? [] : await holdersOf(access.policyFile, mailbox, hasMailboxClaim);
    if (mailbox !== undefined && holders.length === 0 && grants > 0)
      advice.push(`${mailbox} is granted to nobody: add a grant if somebody is to open it.`);
    const details = holders.length === 0 ? [] : [`${String(mailbox)} is granted to ${holders.join(', ')}`];
    return { status: advice.length === 0 ? 'ok' : 'warning', found, details, advice };
  },
});

/** Whom some grant lets do something with the mailbox. */
const holdersOf = async (
  path: string,
  mailbox: MailboxAddress,
  hasMailboxClaim: boolean,
): Promise<readonly string[]> => {
  const file = readPolicyFile(await readFile(path, 'utf8'), { hasMailboxClaim });
  if ('problems' in file) return [];
  const holders = file.policy.grants.flatMap(({ to, mailboxes }) => {
    const pattern = mailboxes.find((one) => covers(one, mailbox));
    if (pattern === undefined) return [];
    return [pattern === 'own' ? `its owner among ${named(to)}` : named(to)];
  });
  return [...new Set(holders)];
};

/** Whose own mailbox it is, only a token tells. */
const covers = (pattern: MailboxPattern, mailbox: MailboxAddress): boolean =>
  pattern === 'own' || ('address' in pattern ? pattern.address === mailbox : mailbox.endsWith(`@${pattern.domain}`));

const named = (to: Grantee): string => {
  if ('everyone' in to) return 'everyone with a token';
  if ('subject' in to) return `subject ${to.subject}`;
  return 'apiKey' in to ? `API key ${to.apiKey}` : `those whose ${to.claim} is ${to.is}`;
};
