import { EwsError } from '../../../ews/errors.ts';
import type { EwsSession } from '../../../ews/operation.ts';
import { contactGroupProperties } from '../../../ews/properties/contact-group.ts';
import type { ItemId } from '../../../ews/properties/id.ts';
import { looseValue } from '../../../ews/properties/item-element.ts';
import { attachmentsOf, contentRows, readContent } from '../content-rows.ts';
import { getItems } from '../get-items.ts';
import type { PortableContactGroup } from '../../portable/portable-contact.ts';
import { readAttachments } from '../read-attachments.ts';

const { displayName, fileAs, members } = contactGroupProperties;

/** Reads groups of contacts whole, one answer for each, in their order. Throws EwsError for what fails as a whole. */
export const readContactGroups = async (
  session: EwsSession,
  ids: readonly ItemId[],
): Promise<readonly (PortableContactGroup | EwsError)[]> => {
  const groups: (PortableContactGroup | EwsError)[] = [];
  for (const item of await getItems(session, ids, [...contentRows, displayName, fileAs, members])) {
    if (item instanceof EwsError) {
      groups.push(item);
      continue;
    }
    const listed = attachmentsOf(item.properties);
    const contents = await readAttachments(session, listed);
    const attachments = listed.flatMap(({ id }) => contents.get(id) ?? []);
    groups.push({
      ...readContent(item.properties, 'IPM.DistList', attachments),
      kind: 'contactGroup',
      displayName: looseValue(item, displayName),
      fileAs: looseValue(item, fileAs),
      members: looseValue(item, members) ?? [],
    });
  }
  return groups;
};
