import { base64Element } from '../ews/stream.ts';
import { getAttachment } from '../ews/operations/get-attachment.ts';
import { attachmentId } from '../ews/properties/id.ts';
import { childText } from '../ews/xml.ts';
import { downloadRoute, type DownloadServices } from './download.ts';
import type { Route } from './route.ts';

/**
 * `/attachments/<id>`: a file attachment, decoded from the answer of GetAttachment while it arrives, so that its size costs no memory. An attached
 * item has no bytes of its own; its MIME is served by the route for MIME.
 */
export const attachmentsRoute = (services: DownloadServices): Route =>
  downloadRoute('attachments', services, async ({ session }, { type, id }) => {
    if (type !== 'Attachment') return undefined;
    const { head, content } = await base64Element(
      await session.open(getAttachment, { ids: [attachmentId(id)] }),
      'Content',
      { optionalIn: 'FileAttachment' },
    );
    return { name: childText(head, 'Name') ?? '', contentType: childText(head, 'ContentType') ?? '', content };
  });
