import { node, type XmlNode } from '../xml/xml.ts';
import type { Instant } from './moments.ts';

/** A follow-up flag as Outlook keeps it: there is no t:Flag before Exchange 2013, only MAPI properties. */
export type FollowUp =
  | { readonly status: 'flagged'; readonly startAt?: Instant; readonly dueAt?: Instant }
  | { readonly status: 'complete'; readonly completedAt: Instant };

/** PR_FLAG_STATUS (2 flagged, 1 complete) and the dates that go with it. https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxoflag */
export const followUpProperties = (followUp: FollowUp): readonly XmlNode[] => {
  if (followUp.status === 'complete') {
    return [
      extendedProperty({ PropertyTag: '0x1090', PropertyType: 'Integer' }, '1'),
      extendedProperty({ PropertyTag: '0x1091', PropertyType: 'SystemTime' }, followUp.completedAt),
    ];
  }
  const taskDate = (PropertyId: string, value: Instant | undefined): readonly XmlNode[] =>
    value === undefined
      ? []
      : [extendedProperty({ DistinguishedPropertySetId: 'Task', PropertyId, PropertyType: 'SystemTime' }, value)];
  return [
    extendedProperty({ PropertyTag: '0x1090', PropertyType: 'Integer' }, '2'),
    ...taskDate('33028', followUp.startAt),
    ...taskDate('33029', followUp.dueAt),
  ];
};

/** A named string property in the PublicStrings set, where applications keep their own notes about an item. */
export const publicString = (PropertyName: string, value: string): XmlNode =>
  extendedProperty({ DistinguishedPropertySetId: 'PublicStrings', PropertyName, PropertyType: 'String' }, value);

const extendedProperty = (uri: Readonly<Record<string, string>>, value: string): XmlNode =>
  node('t:ExtendedProperty', [node('t:ExtendedFieldURI', uri), node('t:Value', value)]);
