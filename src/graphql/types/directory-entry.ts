import type { EwsSession } from '../../ews/operation.ts';
import { resolveNames } from '../../ews/operations/resolve-names.ts';
import { lookUpScope, type LookUpScope } from '../../mailbox/resolve-people.ts';
import { mailboxAddress } from '../../ews/properties/id.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { cost } from '../guards/cost.ts';
import { mostInRequest } from '../guards/most-in-request.ts';
import { directoryEntries } from '../directory-entries.ts';
import { emptyBeside } from '../empty-beside.ts';
import { badUserInput } from '../errors.ts';
import { mailboxAt, openedMailbox } from '../mailbox-source.ts';
import { roomAnswer } from '../availability/room-answer.ts';
import { TimeWindowInput } from '../events/event-list.ts';
import { DirectoryEntry, Group, Mailbox, MailboxAvailability, Person, Room } from '../refs.ts';

DirectoryEntry.implement({
  description: 'Somebody or something with an address: a person, a group or a room.',
  resolveType: ({ typeName }) => typeName,
  fields: (t) => ({
    name: t.exposeString('name', {
      nullable: false,
      description: 'The name shown for it; the address when there is none.',
    }),
    address: t.field({
      type: 'EmailAddress',
      nullable: false,
      description: 'Where to write to.',
      resolve: ({ address }) => address,
    }),
  }),
});

/** Each may be asked for much. */
const mostOpened = 100;
const mayOpenOneMore = mostInRequest(mostOpened);

Person.implement({
  permission: 'withItsParent',
  description: 'A person of the directory or of the contacts of a mailbox.',
  interfaces: [DirectoryEntry],
  fields: (t) => ({
    givenName: t.exposeString('givenName', { description: 'First name.' }),
    surname: t.exposeString('surname', { description: 'Family name.' }),
    jobTitle: t.exposeString('jobTitle', { description: 'What the person does.' }),
    department: t.exposeString('department', { description: 'Where the person works.' }),
    mailbox: t.field({
      complexity: cost('mailbox'),
      type: Mailbox,
      permission: 'opensMailbox',
      description: 'The person’s mailbox; null when there is none that you may open. Of 100 people in one request.',
      resolve: async ({ address }, _args, context) => {
        // To have found somebody is no attempt to open the mailbox.
        const asked = mailboxAddress(address);
        if (asked === undefined || !context.policy.mayOpen(context.caller, asked)) return undefined;
        if (!mayOpenOneMore(context, asked))
          throw badUserInput(
            `One request may open the mailboxes of ${mostOpened} people; ask for the others by themselves`,
          );
        const opened = await context.mailbox(asked);
        return opened === undefined ? undefined : openedMailbox(opened);
      },
    }),
  }),
});

Group.implement({
  permission: 'withItsParent',
  description: 'A group of people with one address.',
  interfaces: [DirectoryEntry],
  fields: (t) => ({
    isPrivate: t.boolean({
      nullable: false,
      description: 'A list in somebody’s contacts, not one of the organisation.',
      resolve: ({ isPrivate }) => isPrivate ?? false,
    }),
  }),
});

Room.implement({
  permission: 'withItsParent',
  description: 'A room or a thing that can be booked.',
  interfaces: [DirectoryEntry],
  fields: (t) => ({
    capacity: t.exposeInt('capacity', {
      description: 'Seats; null where the directory does not tell, as Amazon WorkMail does not.',
    }),
    availability: t.field({
      complexity: cost('roomAvailability'),
      type: MailboxAvailability,
      nullable: false,
      description:
        'When it is free, in slots of half an hour, without what takes it. You need READ_CALENDAR or READ_METADATA on some mailbox. Of 200 rooms in one request.',
      args: {
        window: t.arg({ type: TimeWindowInput, required: true, description: 'When: 42 days at most.' }),
      },
      resolve: async ({ address }, { window }, context, info) => ({
        address,
        answer: await roomAnswer(context, address, window, `${info.parentType.name}.${info.fieldName}`),
      }),
    }),
  }),
});

/** As whom to look up, and what may be found: contacts only in a mailbox whose contacts the caller may read. */
const lookUpAs = async (
  context: Context,
  address: string | null | undefined,
): Promise<{ readonly session: EwsSession; readonly scope: LookUpScope }> => {
  if (typeof address === 'string') {
    const mailbox = await mailboxAt(context, address);
    return { session: mailbox.session, scope: lookUpScope(mailbox.may(['READ_CONTACTS'])) };
  }
  const session = context.lookUp();
  if (session === undefined)
    throw badUserInput(
      'Say with `in` as which mailbox to look: you own none, and the gateway has no DIRECTORY_MAILBOX',
    );
  const isOwn = session.mailbox === context.caller.mailbox;
  const readsContacts = context.policy.permissionsOn(context.caller, session.mailbox).has('READ_CONTACTS');
  return { session, scope: lookUpScope(isOwn && readsContacts) };
};

/** EWS tells no more. */
const mostNames = 100;
const defaultLimit = 20;
/** UTF-16 code units: no address and no name of the directory is longer. */
const longestQuery = 256;

interface NamesArguments {
  readonly query: string;
  readonly in?: string | null | undefined;
  readonly limit?: number | null | undefined;
}

const findNames = async (
  context: Context,
  { query, in: address, limit }: NamesArguments,
): Promise<Awaited<ReturnType<typeof directoryEntries>>> => {
  const most = limit ?? defaultLimit;
  if (most < 1 || most > mostNames) throw badUserInput(`limit must be from 1 to ${mostNames}`);
  if (query.trim() === '') throw badUserInput('query must hold a part of a name');
  if (query.length > longestQuery) throw badUserInput(`query may have ${longestQuery} characters at most`);
  const { session, scope } = await lookUpAs(context, address);
  const { entries } = await session.call(resolveNames, { query: query.trim(), scope });
  return (await directoryEntries(context, entries)).slice(0, most);
};

builder.queryField('resolveNames', (t) =>
  t.field({
    complexity: cost('resolveNames'),
    type: [DirectoryEntry],
    nullable: false,
    permission: 'opensMailbox',
    description:
      'People, groups and rooms whose name or address begins with the text, from the directory and from contacts. Empty when there are none.',
    args: {
      query: t.arg.string({
        required: true,
        description: 'The beginning of a name, of a part of a name or of an address.',
      }),
      in: t.arg({
        type: 'EmailAddress',
        description:
          'Look as this mailbox, its contacts included where you may read them. Absent: in the directory, and in your own contacts.',
      }),
      limit: t.arg.int({ defaultValue: defaultLimit, description: `How many at most, 1 to ${mostNames}.` }),
    },
    resolve: (_root, args, context, info) => findNames(context, args).catch(emptyBeside(context, info)),
  }),
);
