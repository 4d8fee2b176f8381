import { EwsError } from '../../ews/errors.ts';
import type { Attachment, FileAttachment } from '../../ews/properties/attachment.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { linkLifetimeSeconds } from '../../signed-link.ts';
import type { Context } from '../context.ts';
import { attachmentIdText } from '../ids.ts';
import type { AttachmentSource } from '../refs.ts';
import { inlineContentIds, type SanitizeOptions } from './sanitize-html.ts';

/** How pictures that a mail brings along are shown. */
export type InlineImageMode = 'LINK' | 'DATA_URI' | 'STRIP';

/** Where the pictures of a body hang. */
type PicturePlace = Pick<AttachmentSource, 'mailbox' | 'holder'>;

/** Larger pictures are linked even where data URLs were asked for: each is held in memory, and in the answer. */
const maxDataBytes = 256 * 1024;
const maxDataBytesTogether = 1024 * 1024;
/** Characters of all addresses in one body. A mail may show one picture ten thousand times, which would be gigabytes of data, and megabytes of links. */
const maxCharacters = 2 * maxDataBytesTogether;
const dataTypes: ReadonlySet<string> = new Set(['image/png', 'image/gif', 'image/jpeg', 'image/webp', 'image/bmp']);

/** A link that lives as long as a page is likely to be open. */
const linkTo = (context: Context, place: PicturePlace, attachment: FileAttachment): string =>
  `${context.links.url({
    origin: context.publicUrl,
    route: 'attachments',
    id: attachmentIdText(context, { ...place, attachment }),
    caller: context.caller,
    lifetimeSeconds: linkLifetimeSeconds.max,
  })}&inline=1`;

/** The first pictures that fit, in the order of the mail. */
const smallOnes = (pictures: readonly FileAttachment[]): readonly FileAttachment[] => {
  let room = maxDataBytesTogether;
  return pictures.filter(({ contentType, size }) => {
    if (size === undefined || size > maxDataBytes || size > room || !dataTypes.has(contentType?.toLowerCase() ?? ''))
      return false;
    room -= size;
    return true;
  });
};

const dataUrl = async (mailbox: OpenedMailbox, { id, contentType }: FileAttachment): Promise<string | undefined> => {
  try {
    const content = await mailbox.attachments.load(id, []);
    return content.kind === 'file' ? `data:${contentType?.toLowerCase()};base64,${content.contentBase64}` : undefined;
  } catch (error) {
    // A picture that cannot be read is missing from the mail; the mail itself can be read.
    if (error instanceof EwsError) return undefined;
    throw error;
  }
};

/** What stands behind each `cid:` address of the HTML, for the sanitiser. DATA_URI reads small pictures, all in one call. */
export const inlineImages = async (
  context: Context,
  place: PicturePlace,
  html: string,
  attachments: readonly Attachment[],
  mode: InlineImageMode,
): Promise<SanitizeOptions['inlineImage']> => {
  if (mode === 'STRIP') return () => undefined;
  const byContentId = new Map(
    attachments.flatMap((attachment) =>
      attachment.kind === 'file' && attachment.contentId !== undefined
        ? [[attachment.contentId, attachment] as const]
        : [],
    ),
  );
  if (byContentId.size === 0) return () => undefined;
  const shown = await context.inTurn(() => inlineContentIds(html).flatMap((id) => byContentId.get(id) ?? []));
  const links = new Map<Attachment, string>(
    shown.map((attachment) => [attachment, linkTo(context, place, attachment)]),
  );
  const data = new Map<Attachment, string>();
  if (mode === 'DATA_URI') {
    await Promise.all(
      smallOnes(shown).map(async (attachment) => {
        const url = await dataUrl(place.mailbox, attachment);
        if (url !== undefined) data.set(attachment, url);
      }),
    );
  }
  let room = maxCharacters;
  return (contentId) => {
    const attachment = byContentId.get(contentId);
    if (attachment === undefined) return undefined;
    const url = [data.get(attachment), links.get(attachment)].find((one) => one !== undefined && one.length <= room);
    room -= url?.length ?? 0;
    return url;
  };
};
