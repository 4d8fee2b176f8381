import { itemProperties } from '../../ews/properties/item.ts';
import { attachedItem } from '../attached-item.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import {
  base64Bytes,
  defaultInlineBytes,
  defaultLinkLifetime,
  downloadUrl,
  downloadUrlDescription,
  inlineLimit,
  tooLarge,
} from '../download.ts';
import { itemIdText } from '../ids.ts';
import { CalendarEvent, Message, MimeContent } from '../refs.ts';
import { reads, readsInside } from '../selection.ts';
import type { AnyItemSource, ItemSource } from '../sources.ts';

/** The whole item as a file. Read apart from the list that the item stands in: only its size tells whether it should be. */
const mimeOf = async ({ mailbox, item, attachment }: ItemSource): Promise<string | undefined> => {
  const wanted = [itemProperties.mimeContent];
  const source = attachment === undefined ? undefined : await attachedItem(mailbox, attachment, wanted);
  const loaded = source?.item ?? (attachment === undefined ? await mailbox.items.load(item.id, wanted) : undefined);
  return loaded?.properties.mimeContent;
};

MimeContent.implement({
  permission: 'withItsParent',
  description: 'A whole item as a file for other programs: RFC 5322 (.eml) for messages, iCalendar (.ics) for events.',
  fields: (t) => ({
    sizeBytes: t.field({
      type: 'Long',
      nullable: false,
      description: 'Size of the item as the mail server counts it; the file may be about a third larger.',
      extensions: reads(itemProperties.size),
      resolve: ({ item }) => item.properties.size ?? 0,
    }),
    downloadUrl: t.field({
      type: 'URL',
      nullable: false,
      description: downloadUrlDescription,
      args: {
        expiresIn: t.arg({
          type: 'Duration',
          defaultValue: defaultLinkLifetime,
          description: 'How long the link is good: from one second to one hour.',
        }),
      },
      extensions: reads(),
      resolve: (source, { expiresIn }, context) =>
        downloadUrl(context, 'mime', itemIdText(context, source as AnyItemSource), expiresIn),
    }),
    base64: t.field({
      complexity: cost('bytes'),
      type: 'Base64',
      description:
        'The bytes themselves, for small items: costs a call of its own. An item over `maxBytes` is a BAD_USER_INPUT error.',
      args: {
        maxBytes: t.arg.int({
          defaultValue: defaultInlineBytes,
          description: 'Bytes to accept at most, up to 8 MiB.',
        }),
      },
      extensions: reads(itemProperties.size),
      resolve: async (source, { maxBytes }) => {
        const limit = inlineLimit(maxBytes);
        const { size } = source.item.properties;
        if (size !== undefined && size > limit) throw tooLarge(size, limit);
        const content = await mimeOf(source);
        if (content === undefined) return undefined;
        const bytes = base64Bytes(content);
        if (bytes > limit) throw tooLarge(bytes, limit);
        return content;
      },
    }),
  }),
});

builder.objectField(Message, 'mime', (t) =>
  t.field({
    type: MimeContent,
    permission: ['READ_MESSAGES'],
    description:
      'The whole message as an .eml file. Null, with an error, where you may see the message but not its content.',
    extensions: readsInside(),
    resolve: (source) => source,
  }),
);

builder.objectField(CalendarEvent, 'ics', (t) =>
  t.field({
    type: MimeContent,
    permission: ['READ_CALENDAR'],
    description: 'The whole event as an .ics file.',
    extensions: readsInside(),
    resolve: (source) => source,
  }),
);
