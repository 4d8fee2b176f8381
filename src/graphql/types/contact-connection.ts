import { mailboxAddress } from '../../ews/properties/id.ts';
import { findContacts, type ContactQuery } from '../../mailbox/find-contacts.ts';
import { foldersOfKind } from '../../mailbox/folders-of-kind.ts';
import { builder } from '../builder.ts';
import { connectionOf, cursorCodec, pageOf, pageSize } from '../connection.ts';
import { badUserInput } from '../errors.ts';
import { cost } from '../guards/cost.ts';
import { textProblem } from '../inputs/checked-text.ts';
import { Contact, ContactConnection, ContactEdge, Mailbox } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { edgesOf } from '../sources.ts';
import { cursorField, edgesField, nodesField, pageInfoField } from './connection-fields.ts';

ContactConnection.implement({
  permission: ['READ_CONTACTS'],
  description: 'One page of contacts, by the name shown.',
  fields: (t) => ({
    edges: t.field(edgesField(ContactEdge, 'contacts')),
    nodes: t.field(nodesField(Contact, 'contacts')),
    pageInfo: t.field(pageInfoField),
    totalCount: t.exposeInt('totalCount', {
      description: 'How many contacts the whole list holds. Costs nothing extra.',
    }),
  }),
});

ContactEdge.implement({
  permission: ['READ_CONTACTS'],
  description: 'A contact and its place in the list.',
  fields: (t) => ({
    cursor: t.field(cursorField('Pass as `after` for what follows.')),
    node: t.field({ type: Contact, nullable: false, description: 'The contact.', resolve: ({ node }) => node }),
  }),
});

const ContactFilter = builder.inputType('ContactFilter', {
  description: 'Which contacts. All given fields must match.',
  fields: (t) => ({
    text: t.string({
      description:
        'Words, each of which stands somewhere in a name, the company or an e-mail address; upper and lower case are the same. At most 8 words and 255 characters.',
    }),
    email: t.field({ type: 'EmailAddress', description: 'One of the e-mail addresses, whole.' }),
  }),
});

const mostWords = 8;
const longestFilter = 255;

const wordsOf = (text: string | null | undefined): readonly string[] => {
  if (text === null || text === undefined) return [];
  if (text.length > longestFilter) throw badUserInput(`filter.text may have ${longestFilter} characters at most`);
  const problem = textProblem(text);
  if (problem !== undefined) throw badUserInput(`filter.text ${problem}`);
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) throw badUserInput('filter.text must hold a part of a name; leave it out for all contacts');
  if (words.length > mostWords) throw badUserInput(`filter.text may have ${mostWords} words at most`);
  return words;
};

builder.objectField(Mailbox, 'contacts', (t) =>
  t.field({
    complexity: cost('personalItemPage'),
    type: ContactConnection,
    nullable: false,
    description:
      'The contacts of all contact folders but deleted ones, by the name shown. Lists of people are not among them. Pages go by place, with a check that the last contact is still where it was.',
    args: {
      filter: t.arg({ type: ContactFilter, description: 'Which of them.' }),
      first: t.arg.int({ defaultValue: 50, description: 'How many, 1 to 1000.' }),
      after: t.arg.string({ description: 'endCursor of the previous page of this very list.' }),
    },
    resolve: async (source, { filter, ...args }, context, info) => {
      pageSize(args);
      const { text, email } = filter ?? {};
      const query: ContactQuery = {
        words: wordsOf(text),
        email: typeof email === 'string' ? mailboxAddress(email) : undefined,
      };
      const mailbox = await source.open();
      const folders = await foldersOfKind(mailbox, 'CONTACTS');
      const list = { contacts: folders, query };
      const cursors = cursorCodec(context.sealer, { mailbox: mailbox.address, list });
      const found = await findContacts(mailbox, {
        folders,
        query,
        wanted: wantedProperties(info, mailbox, ['nodes'], ['edges', 'node']),
        page: pageOf(args, cursors),
      });
      return { ...connectionOf(edgesOf(mailbox, 'Contact', found.rows, cursors.write), found), mailbox };
    },
  }),
);
