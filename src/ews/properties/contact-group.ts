import { childrenNamed, element, required, type XmlElement } from '../xml.ts';
import { string, type Codec } from './codec.ts';
import { itemProperties } from './item.ts';
import { property, type PropertyTable, type Settable } from './property.ts';
import { mailbox, type Recipient } from './recipient.ts';
import { newElements, type Assignment } from './written-rows.ts';

/** `t:Members/t:Member/t:Mailbox`: the people of a private distribution list. */
const members: Codec<readonly Recipient[]> = {
  decode: (node) => childrenNamed(node, 'Member').map((member) => mailbox.decode(required(member, 'Mailbox'))),
  encode: (tag, people) =>
    element(
      tag,
      people.map((person) => element('t:Member', [mailbox.encode('t:Mailbox', person)])),
    ),
};

/**
 * Rows of t:DistributionList, a group of people in a folder of contacts, after those of every item. Items of this element are read as type Message,
 * so these rows are told by `looseValue`.
 */
export const contactGroupProperties = {
  ...itemProperties,
  displayName: property('contacts:DisplayName', string, { create: true }),
  fileAs: property('contacts:FileAs', string, { create: true }),
  members: property('distributionlist:Members', members, { create: true }),
} satisfies PropertyTable;

/** A group to be made. */
export interface NewContactGroup {
  readonly type: 'DistributionList';
  readonly properties: Settable<typeof contactGroupProperties, 'create'>;
  readonly named?: readonly Assignment[];
}

/** Tells a group from what else can be made. */
export const isContactGroup = (item: object): item is NewContactGroup =>
  'type' in item && item.type === 'DistributionList';

/** Writes a new `t:DistributionList`. https://learn.microsoft.com/exchange/client-developer/web-service-reference/distributionlist */
export const newContactGroup = ({ properties, named = [] }: NewContactGroup): XmlElement =>
  element('t:DistributionList', newElements({ table: contactGroupProperties, values: properties, named }));
