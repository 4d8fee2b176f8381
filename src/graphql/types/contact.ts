import { contactProperties as rows } from '../../ews/properties/contact.ts';
import { emailLabel, phoneLabel } from '../../mailbox/contact-labels.ts';
import { changeKeyText, itemIdText } from '../ids.ts';
import { pick, pickList } from '../pick.ts';
import { Contact, LabeledEmail, LabeledValue, Node } from '../refs.ts';
import { reads, readsFrom } from '../selection.ts';

Contact.implement({
  permission: ['READ_CONTACTS'],
  description: 'Somebody in the contacts of a mailbox.',
  interfaces: [Node],
  extensions: readsFrom(rows),
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Id of the contact where it lies now.',
      resolve: (source, _args, context) => itemIdText(context, source),
    }),
    changeKey: t.field({
      type: 'ChangeKey',
      nullable: false,
      description: 'Version of the contact. Empty for one inside an attachment, which cannot change.',
      resolve: ({ item }, _args, context) => changeKeyText(context, item.changeKey),
    }),
    displayName: t.string({ description: 'The name shown.', resolve: ({ item }) => item.properties.displayName }),
    givenName: t.string({ description: 'First name.', resolve: ({ item }) => item.properties.givenName }),
    surname: t.string({ description: 'Family name.', resolve: ({ item }) => item.properties.surname }),
    companyName: t.string({
      description: 'Where the person works.',
      resolve: ({ item }) => item.properties.companyName,
    }),
    jobTitle: t.string({ description: 'What the person does there.', resolve: ({ item }) => item.properties.jobTitle }),
    emails: t.field({
      type: [LabeledEmail],
      nullable: false,
      description: 'E-mail addresses, up to three: work, home and other, in this order.',
      extensions: reads(rows.emailAddresses),
      resolve: (source, _args, context, info) =>
        pickList(source, source.item.properties.emailAddresses, context, info)
          // EmailAddress1 to 3; a server may tell them in the order of writing.
          .toSorted((a, b) => (a.key < b.key ? -1 : 1))
          .map(({ key, address, name }) => ({ label: emailLabel(key), address, name })),
    }),
    phones: t.field({
      type: [LabeledValue],
      nullable: false,
      description: 'Telephone numbers; several may have the same label.',
      extensions: reads(rows.phoneNumbers),
      resolve: (source, _args, context, info) =>
        pickList(source, source.item.properties.phoneNumbers, context, info).map(({ key, value }) => ({
          label: phoneLabel(key),
          value,
        })),
    }),
    birthday: t.field({
      type: 'Date',
      description: 'Date of birth.',
      resolve: ({ item }) => item.properties.birthday,
    }),
    notes: t.string({
      description: 'What was noted about the person, as plain text.',
      extensions: reads(rows.bodyText),
      resolve: (source) => {
        const body = pick(source, source.item.properties.bodyText);
        return body === undefined || body.content.trim() === '' ? undefined : body.content;
      },
    }),
    categories: t.stringList({
      nullable: false,
      description: 'The categories it was put in.',
      resolve: ({ item }) => [...(item.properties.categories ?? [])],
    }),
  }),
});

LabeledEmail.implement({
  permission: 'withItsParent',
  description: 'An e-mail address and what it is for.',
  fields: (t) => ({
    label: t.exposeString('label', { nullable: false, description: '`work`, `home` or `other`.' }),
    address: t.field({
      type: 'EmailAddress',
      nullable: false,
      description: 'The address.',
      resolve: ({ address }) => address,
    }),
    name: t.string({ description: 'The name written beside the address.', resolve: ({ name }) => name }),
  }),
});

LabeledValue.implement({
  permission: 'withItsParent',
  description: 'A telephone number and what it is for.',
  fields: (t) => ({
    label: t.exposeString('label', {
      nullable: false,
      description: '`work`, `home`, `mobile`, `fax`, `pager` or `other`.',
    }),
    value: t.exposeString('value', { nullable: false, description: 'The number, as it was written.' }),
  }),
});
