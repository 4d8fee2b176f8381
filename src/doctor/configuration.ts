import { ConfigError } from '../config-error.ts';
import { readConfig } from '../config.ts';
import { demoMailboxes } from '../embedded.ts';
import { mailboxAddress } from '../ews/properties/id.ts';
import { defineCheck } from './check.ts';

/** Whether `start` would take the environment. */
export const configuration = defineCheck({
  name: 'configuration',
  title: 'Configuration',
  needs: [],
  teaches: ['config'],
  run: async (_facts, { environment }) => {
    try {
      const config = readConfig(environment);
      const learnt = { config };
      if (config.warnings.length === 0) return { status: 'ok', found: 'can be used', learnt };
      return { status: 'warning', found: 'can be used', advice: config.warnings, learnt };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return {
        status: 'failed',
        found: `${error.problems.length === 1 ? 'one problem' : `${error.problems.length} problems`}`,
        details: error.problems,
        advice: ['docs/configuration.md says what each variable takes.'],
      };
    }
  },
});

/** Which mailbox is tried: the one that was asked for, or else one that the configuration names. */
export const triedMailbox = defineCheck({
  name: 'mailbox',
  title: 'Mailbox to try',
  needs: ['config'],
  wants: ['mailbox'],
  teaches: ['mailbox'],
  run: async ({ config, mailbox }) => {
    if (mailbox !== undefined) return { status: 'ok', found: mailbox };
    const { mode, directoryMailbox } = config;
    if (directoryMailbox !== undefined)
      return { status: 'ok', found: `${directoryMailbox}, DIRECTORY_MAILBOX`, learnt: { mailbox: directoryMailbox } };
    const demo = mode === 'embedded' ? mailboxAddress(demoMailboxes[0]) : undefined;
    if (demo !== undefined) return { status: 'ok', found: `${demo}, of the demo`, learnt: { mailbox: demo } };
    return { status: 'skipped', found: 'no mailbox was named: --mailbox ADDRESS tries one' };
  },
});
