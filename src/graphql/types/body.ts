import { itemProperties } from '../../ews/properties/item.ts';
import { holderIn } from '../../mailbox/content-permission.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { cost } from '../guards/cost.ts';
import { inlineImages, type InlineImageMode } from '../html/inline-images.ts';
import { bodyIn, bodyRow, checkMaxBytes, prepareBody, type BodyRequest } from '../messages/message-body.ts';
import { pick } from '../pick.ts';
import { CalendarEvent, Message, MessageBody, TaskItem, type MessageBodySource } from '../refs.ts';
import { readsByArgs } from '../selection.ts';
import type { AnyItemSource, ItemSource } from '../sources.ts';

const BodyFormat = builder.enumType('BodyFormat', {
  description: 'The form of a body.',
  values: {
    BEST: { description: 'As the author wrote it: HTML where there is HTML, else text.' },
    HTML: { description: 'Sanitised HTML; text is wrapped where the author wrote no HTML.' },
    TEXT: { description: 'Plain text; derived from the HTML where the author wrote no text.' },
  } as const,
});

const BodyPart = builder.enumType('BodyPart', {
  description: 'How much of a body.',
  values: {
    FULL: { description: 'Everything, quoted history included.' },
    UNIQUE: { description: 'Only what this message added, quoted history removed.' },
  } as const,
});

const InlineImages = builder.enumType('InlineImages', {
  description: 'What becomes of pictures that a mail brings along and shows with `cid:` addresses.',
  values: {
    LINK: { description: 'A signed link to the gateway, good for an hour.' },
    DATA_URI: {
      description: 'The picture itself as a data URI, up to 256 KiB each and 1 MiB together; larger ones are linked.',
    },
    STRIP: { description: 'Removed; their alternative text stays.' },
  } satisfies Record<InlineImageMode, { description: string }>,
});

MessageBody.implement({
  permission: 'withItsParent',
  description:
    'A body ready to show. HTML is sanitised: scripts, handlers, forms, remote pictures and whatever could reach out of the mail are removed.',
  fields: (t) => ({
    format: t.field({
      type: BodyFormat,
      nullable: false,
      description: 'HTML or TEXT: what `content` holds.',
      resolve: ({ format }) => format,
    }),
    content: t.exposeString('content', {
      nullable: false,
      description: 'The body: sanitised HTML or plain text, as `format` says.',
    }),
    html: t.field({
      type: 'SafeHTML',
      description: 'The sanitised HTML; null when `format` is TEXT.',
      resolve: ({ format, content }) => (format === 'HTML' ? content : null),
    }),
    truncated: t.exposeBoolean('truncated', {
      nullable: false,
      description:
        'Something is missing at the end: `maxBytes` cut it, the HTML is larger than 1 MB or nested deeper than any reader would draw it, or the mail server cut it.',
    }),
    originalBytes: t.field({
      type: 'Long',
      description:
        'UTF-8 bytes of the body as the mail server gave it, before sanitising and cutting; null when the server cut it itself.',
      resolve: ({ originalBytes }) => originalBytes,
    }),
    remoteImagesBlocked: t.exposeInt('remoteImagesBlocked', {
      nullable: false,
      description: 'Pictures and other files on foreign servers that were not loaded: they tell the sender who reads.',
    }),
  }),
});

interface BodyArguments extends BodyRequest {
  readonly inlineImages: InlineImageMode;
}

/** What a client wrote; null means the same as leaving it out. */
type WrittenArguments = { readonly [Name in keyof BodyArguments]?: BodyArguments[Name] | null | undefined };

const settled = ({ format, part, maxBytes, inlineImages: mode }: WrittenArguments): BodyArguments => ({
  format: format ?? 'BEST',
  part: part ?? 'FULL',
  maxBytes,
  inlineImages: mode ?? 'LINK',
});

/** Inline pictures are found among the attachments, which travel in the same GetItem. */
const rowsOf = (written: WrittenArguments) => {
  const args = settled(written);
  const needsPictures = args.format !== 'TEXT' && args.inlineImages !== 'STRIP';
  return needsPictures ? [bodyRow(args), itemProperties.attachments] : [bodyRow(args)];
};

const bodyOf = async (
  source: Exclude<AnyItemSource, ItemSource<'Contact'>>,
  written: WrittenArguments,
  context: Context,
): Promise<MessageBodySource | undefined> => {
  const args = settled(written);
  checkMaxBytes(args.maxBytes);
  const { properties } = source.item;
  const body = pick(source, bodyIn(properties, args));
  if (body === undefined) return undefined;
  const images = await inlineImages(
    context,
    { mailbox: source.mailbox, holder: holderIn(source.attachment?.holder, source.item.type) },
    body.content,
    properties.attachments ?? [],
    args.inlineImages,
  );
  return context.inTurn(() => prepareBody(body, args, images));
};

const cutDescription = 'At most this many UTF-8 bytes of `content`, cut between characters; HTML stays well-formed.';

builder.objectField(Message, 'body', (t) =>
  t.field({
    complexity: cost('body'),
    type: MessageBody,
    permission: ['READ_MESSAGES'],
    description:
      'The body, sanitised. Null when the message has none, or no part of this kind: some servers cannot tell what a message added.',
    args: {
      format: t.arg({ type: BodyFormat, defaultValue: 'BEST', description: 'The form to give it in.' }),
      part: t.arg({ type: BodyPart, defaultValue: 'FULL', description: 'How much of it.' }),
      maxBytes: t.arg.int({ description: cutDescription }),
      inlineImages: t.arg({
        type: InlineImages,
        defaultValue: 'LINK',
        description: 'How to show pictures that the message brings along.',
      }),
    },
    extensions: readsByArgs(rowsOf),
    resolve: (source: ItemSource<'Message'>, args, context) => bodyOf(source, args, context),
  }),
);

builder.objectField(CalendarEvent, 'body', (t) =>
  t.field({
    complexity: cost('body'),
    type: MessageBody,
    permission: ['READ_CALENDAR'],
    description: 'The description of the event, sanitised. Null when there is none.',
    args: {
      format: t.arg({ type: BodyFormat, defaultValue: 'BEST', description: 'The form to give it in.' }),
      maxBytes: t.arg.int({ description: cutDescription }),
    },
    extensions: readsByArgs(rowsOf),
    resolve: (source, args, context) => bodyOf(source, args, context),
  }),
);

builder.objectField(TaskItem, 'body', (t) =>
  t.field({
    complexity: cost('body'),
    type: MessageBody,
    permission: ['READ_CALENDAR'],
    description: 'The notes of the task as they were written, sanitised. Null when there are none.',
    extensions: readsByArgs(rowsOf),
    resolve: (source, args, context) => bodyOf(source, args, context),
  }),
);
