import type { GatewayConfig } from '../config.ts';
import { DirectoryError } from '../directory/directory.ts';
import { getFolder } from '../ews/operations/get-folder.ts';
import type { MailboxAddress } from '../ews/properties/id.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { defineCheck, type Examination, type Finding } from './check.ts';
import { commandAccess } from './command-access.ts';
import { ewsFailure } from './ews-advice.ts';
import { worstOf } from './worst-of.ts';

/** Whether the mailbox can be opened with every role; reads one folder's number of items, and nothing of mail. */
export const impersonation = defineCheck({
  name: 'impersonation',
  title: 'Impersonation',
  needs: ['server', 'access', 'admitted', 'mailbox'],
  teaches: ['opened'],
  run: async ({ server, access, mailbox }, examination) => {
    const read = await opening(access, server, mailbox, 'reads');
    const version = examination.version();
    const told = { ...read, ...(version === undefined ? {} : { details: [`the server says it is ${version}`] }) };
    const writeAccess = writeAccessOf(server, examination);
    if (writeAccess === undefined || read.status === 'failed') return told;
    const { learnt: _same, ...write } = await opening(writeAccess, server, mailbox, 'writes');
    return worstOf([told, write]);
  },
});

/** Undefined where reads and writes have one way. */
const writeAccessOf = (server: GatewayConfig, examination: Examination): OperatorAccess | undefined => {
  if (server.mode === 'ews') return undefined;
  const { writeRoleId, readRoleId } = server.workmail;
  if (writeRoleId === undefined || writeRoleId === readRoleId) return undefined;
  // The role of writes, and nothing is written with it.
  return commandAccess({ ...server, workmail: { ...server.workmail, readRoleId: writeRoleId } }, examination);
};

const opening = async (
  access: OperatorAccess,
  server: GatewayConfig,
  mailbox: MailboxAddress,
  what: 'reads' | 'writes',
): Promise<Finding> => {
  let opened: OpenedMailbox | undefined;
  try {
    opened = await access.openMailbox(mailbox);
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    const advice = ['The AWS identity must be allowed to read the directory: docs/security.md has the IAM policy.'];
    return { status: 'failed', found: `${error.message}`, advice };
  }
  if (opened === undefined)
    return {
      status: 'failed',
      found: `${mailbox} does not exist, or the role of ${what} may not open it`,
      advice: ['Look for a typing mistake, whether the user is enabled for mail, and at the rules of the role.'],
    };
  try {
    const { session, address } = opened;
    const folders = [{ distinguished: 'inbox', mailbox: address } as const];
    await session.call(getFolder, { folders, wanted: [] });
    return { status: 'ok', found: `${address} can be opened for ${what}`, learnt: { opened } };
  } catch (error) {
    return ewsFailure(error, server, `Opening ${mailbox} for ${what}`);
  }
};
