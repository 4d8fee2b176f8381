import { setMetadata } from '../../mailbox/write/set-metadata.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { MetadataInput, readMetadataChanges } from '../inputs/metadata.ts';
import { BulkMessagePayload } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { idsDescription, mutateEach } from './each-message.ts';

const SetMetadataInput = builder.inputType('SetMetadataInput', {
  description: 'Messages, and what a program keeps on them.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    ids: t.idList({ required: true, description: idsDescription }),
    namespace: t.string({
      required: true,
      description: 'Whose texts these are: letters, digits, `.`, `_` and `-`, up to 64, the first a letter or digit.',
    }),
    entries: t.field({
      type: [MetadataInput],
      required: true,
      description: 'What is set and what is removed, up to 100; other keys stay as they are.',
    }),
  }),
});

builder.mutationFields((t) => ({
  setMessageMetadata: t.field({
    complexity: cost('writeEach'),
    type: BulkMessagePayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_MESSAGES'),
    description:
      'Sets and removes texts that programs keep on messages. A message may have 100 keys and 32 KB of them under one namespace. One result for each id, in order.',
    args: { input: t.arg({ type: SetMetadataInput, required: true, description: 'Which messages, and what.' }) },
    resolve: (_root, { input }, context, info) =>
      mutateEach(context, info, input, (mailbox, wanted) => {
        const { namespace } = input;
        return setMetadata(
          mailbox,
          wanted.map(({ id }) => id),
          namespace,
          {
            entries: readMetadataChanges(namespace, input.entries, ['input']),
            path: ['input', 'entries'],
            shown: wantedProperties(info, mailbox, ['results', 'error', 'current']),
          },
        );
      }),
  }),
}));
