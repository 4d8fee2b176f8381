import { base64Element } from '../ews/stream.ts';
import { getAttachment } from '../ews/operations/get-attachment.ts';
import { attachmentId } from '../ews/properties/id.ts';
import { childText } from '../ews/xml.ts';
import { attachmentHolders, holderIfAttached, holderPermissions } from '../mailbox/content-permission.ts';
import { downloadRoute, notPermitted, type DownloadServices } from './download.ts';
import type { Route } from './route.ts';

/**
 * `/attachments/<id>`: a file attachment, decoded from the answer of GetAttachment while it arrives, so that its size costs no memory. An attached
 * item has no bytes of its own; its MIME is served by the route for MIME. The id tells what the file hangs on, and so what it takes.
 */
export const attachmentsRoute = (services: DownloadServices): Route =>
  downloadRoute('attachments', services, async (mailbox, { type, id }) => {
    const holder = holderIfAttached(attachmentHolders, type);
    if (holder === undefined) return undefined;
    const refused = notPermitted(mailbox, holderPermissions[holder]);
    if (refused !== undefined) return refused;
    const { head, content } = await base64Element(
      await mailbox.session.open(getAttachment, { ids: [attachmentId(id)] }),
      'Content',
      { optionalIn: 'FileAttachment' },
    );
    return { name: childText(head, 'Name') ?? '', contentType: childText(head, 'ContentType') ?? '', content };
  });
