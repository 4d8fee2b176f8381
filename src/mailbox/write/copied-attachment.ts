import type { NewAttachment } from '../../ews/properties/attachment.ts';
import { newItem } from '../../ews/properties/item-element.ts';
import type { CopiedContent } from './copy-content.ts';

/** What the MIME of these elements holds is no message, so that it can only hang as a file. */
const fileKinds: Readonly<Partial<Record<string, { readonly contentType: string; readonly extension: string }>>> = {
  CalendarItem: { contentType: 'text/calendar', extension: 'ics' },
  Contact: { contentType: 'text/vcard', extension: 'vcf' },
  DistributionList: { contentType: 'text/vcard', extension: 'vcf' },
};

/** What was copied, to hang on another item: files as they are, messages as attached messages, events and the like as the files that they are. */
export const copiedAttachment = (copied: CopiedContent): NewAttachment => {
  if (copied.kind === 'file') return copied;
  const name = copied.name.trim() === '' ? 'message' : copied.name;
  const { content } = copied;
  const file = fileKinds[copied.item.element];
  return file === undefined
    ? { kind: 'item', name, item: newItem('Message', { mimeContent: content }) }
    : { kind: 'file', name: `${name}.${file.extension}`, contentType: file.contentType, content };
};
