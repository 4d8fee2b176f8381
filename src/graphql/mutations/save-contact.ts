import { createContact, updateContact } from '../../mailbox/write/save-contact.ts';
import { invalidField } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { collectIssues } from '../inputs/checked-text.ts';
import { LabeledEmailInput, LabeledValueInput, readContactDetails } from '../inputs/contact-details.ts';
import { idempotencyKeyDescription, onceInput } from '../inputs/idempotency-key.ts';
import { ifChangeKeyDescription, readNewOrChanged } from '../inputs/new-or-changed.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { ContactPayload } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { mutate } from './mutate.ts';
import { changedItem, madeItem } from './saved-item.ts';

const SaveContactInput = builder.inputType('SaveContactInput', {
  description: 'A contact to be made, or with `id` what changes of one: null clears, absence keeps.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    id: t.id({ description: 'The contact that changes. Absent: a new one in the default folder.' }),
    displayName: t.string({
      description:
        'The name shown. Absent: it follows from the other names or the company, as long as it says nothing else.',
    }),
    givenName: t.string({ description: 'First name.' }),
    surname: t.string({ description: 'Family name.' }),
    companyName: t.string({ description: 'Where the person works.' }),
    jobTitle: t.string({ description: 'What the person does there.' }),
    emails: t.field({
      type: [LabeledEmailInput],
      description: 'All e-mail addresses that the contact shall have; null or an empty list takes all away.',
    }),
    phones: t.field({
      type: [LabeledValueInput],
      description:
        'All telephone numbers that the contact shall have; null or an empty list takes all away. A number that is there already stays in its place.',
    }),
    birthday: t.field({ type: 'Date', description: 'Date of birth.' }),
    notes: t.string({ description: 'Notes about the person, as plain text.' }),
    categories: t.stringList({
      description:
        'All categories that the contact shall have: one line of at most 255 characters each, no comma or semicolon.',
    }),
    ifChangeKey: t.field({ type: 'ChangeKey', description: ifChangeKeyDescription }),
    idempotencyKey: t.string({ description: `For a new contact. ${idempotencyKeyDescription}` }),
  }),
});

builder.mutationFields((t) => ({
  saveContact: t.field({
    complexity: cost('save'),
    type: ContactPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_CONTACTS'),
    description: 'Makes a contact, or changes one and of it only what is given.',
    args: { input: t.arg({ type: SaveContactInput, required: true, description: 'The contact, or what changes.' }) },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        open: () => mailboxAt(context, input.mailbox),
        id: input.id ?? undefined,
        work: async (mailbox) => {
          const { note, refuse } = collectIssues();
          const { id, ifChangeKey } = readNewOrChanged(context, mailbox, input, note);
          const details = readContactDetails(input, ['input'], note);
          refuse();
          const { values, emails, phones } = details;
          const said = [...Object.values(values), emails, phones].filter((value) => value !== undefined);
          if (id === undefined) {
            const keyed = onceInput(context, 'saveContact', input);
            if (said.every((value) => value === null || (Array.isArray(value) && value.length === 0)))
              throw invalidField(['input'], 'says nothing of the contact.');
            const made = await createContact({ ...keyed, mailbox, details });
            return { read: madeItem(mailbox, made, 'Contact') };
          }
          if (said.length === 0) throw invalidField(['input'], 'says nothing that is to change.');
          const shown = wantedProperties(info, mailbox, ['userErrors', 'current']);
          await updateContact(mailbox, { id, ifChangeKey, details, shown });
          return { read: changedItem(mailbox, id, 'Contact') };
        },
      }),
  }),
}));
