import { EwsError } from '../../ews/errors.ts';
import { mailboxAddress } from '../../ews/properties/id.ts';
import { expandGroup, type ExpandedGroup } from '../../mailbox/expand-group.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { directoryEntries, isGroupIn } from '../directory-entries.ts';
import { emptyBeside } from '../empty-beside.ts';
import { badUserInput, clientError, notFound } from '../errors.ts';
import { cost } from '../guards/cost.ts';
import { lookUpSession } from '../look-up-session.ts';
import { tellBeside } from '../pick.ts';
import { DirectoryEntry, type DirectoryEntrySource } from '../refs.ts';

/** With these a mail server says that what it was asked to take apart is no group. */
const saysNoGroup: ReadonlySet<string | undefined> = new Set([
  'ErrorNameResolutionNoResults',
  'ErrorInvalidItemForOperationExpandDL',
]);

const isNoGroup = (error: unknown): boolean => error instanceof EwsError && saysNoGroup.has(error.responseCode);

/** What a client has to know besides the members. */
const problemsOf = ({ isCut, isTooDeep, failures }: ExpandedGroup): readonly Error[] => [
  ...(isCut ? [clientError('UPSTREAM_ERROR', 'The mail server told only a part of the members.')] : []),
  ...(isTooDeep
    ? [
        clientError(
          'QUERY_TOO_EXPENSIVE',
          'There are more groups in this group than are taken apart at once: ask for those whose members are missing.',
        ),
      ]
    : []),
  ...failures.map((failure) =>
    isNoGroup(failure) ? notFound('A group among the members could not be taken apart.') : failure,
  ),
];

interface Members {
  readonly entries: readonly DirectoryEntrySource[];
  readonly problems: readonly Error[];
}

const membersOf = async (context: Context, address: string, isRecursive: boolean): Promise<Members> => {
  const group = mailboxAddress(address);
  if (group === undefined) throw badUserInput('address must be an e-mail address');
  const session = lookUpSession(context);
  try {
    const expanded = await expandGroup(session, { group, isRecursive, isGroup: await isGroupIn(context) });
    const names = expanded.members.map((member) => ({ ...member, contact: undefined }));
    return { entries: await directoryEntries(context, names), problems: problemsOf(expanded) };
  } catch (error) {
    throw isNoGroup(error) ? notFound('There is no group with this address whose members could be told.') : error;
  }
};

builder.queryField('expandGroup', (t) =>
  t.field({
    complexity: cost('expandGroup'),
    type: [DirectoryEntry],
    nullable: false,
    permission: 'opensMailbox',
    description:
      'Who is in a group of the directory: people, rooms and other groups, each once. NOT_FOUND where there is no such group. What is missing, because the mail server told a part or there are too many groups, is told in an error beside the members.',
    args: {
      address: t.arg({ type: 'EmailAddress', required: true, description: 'The address of the group.' }),
      recursive: t.arg.boolean({
        defaultValue: false,
        description:
          'The members of the groups in it too, beside those groups: up to 30 groups, ten levels deep; groups that are in each other come to an end. The group itself is not among them.',
      }),
    },
    resolve: async (_root, { address, recursive }, context, info) => {
      const read = async (): Promise<DirectoryEntrySource[]> => {
        const { entries, problems } = await membersOf(context, address, recursive ?? false);
        for (const problem of problems) tellBeside(problem, context, info);
        return [...entries];
      };
      return read().catch(emptyBeside(context, info));
    },
  }),
);
