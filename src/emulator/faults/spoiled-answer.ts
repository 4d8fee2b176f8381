import { randomUUID } from 'node:crypto';
import type { PlainEffect } from './faults.ts';
import { writeXml } from '../xml/write-xml.ts';
import { child, type XmlNode } from '../xml/xml.ts';

/** Writes an envelope, or what a fault makes of it. */
export const writeSpoiled = (envelope: XmlNode, effect: PlainEffect | undefined): string => {
  switch (effect?.kind) {
    case 'illegalReferences':
      return writeXml(envelope, 'reference');
    case 'doctype':
      return withDoctype(writeXml(envelope), effect);
    case 'poisonedItem': {
      const mark = randomUUID();
      return writeXml(marked(envelope, effect, mark)).replace(mark, poisons[effect.poison]);
    }
    default:
      return writeXml(envelope);
  }
};

const poisons = { illegalReference: '&#x1;', strayTag: '</t:Nobody>' };

const withDoctype = (text: string, { entities, url }: Extract<PlainEffect, { kind: 'doctype' }>): string => {
  const declared =
    entities === 'expanding' ? laughs : `<!ENTITY e SYSTEM "${(url ?? 'file:///etc/passwd').replaceAll('"', '%22')}">`;
  return text
    .replace(/<((?:\w+:)?Envelope)\b/, (tag, name: string) => `<!DOCTYPE ${name} [${declared}]>\n${tag}`)
    .replace(/<\/(?:\w+:)?Body>/, '&e;$&');
};

// Ten times ten times ... three characters: 3 GB. https://en.wikipedia.org/wiki/Billion_laughs_attack
const laughs = Array.from({ length: 10 }, (_, level) => {
  const name = level === 9 ? 'e' : `e${level}`;
  return `<!ENTITY ${name} "${level === 0 ? 'ha!' : `&e${level - 1};`.repeat(10)}">`;
}).join('');

/** The envelope with a mark in the text of one item; the same one when there is no such item. */
const marked = (
  envelope: XmlNode,
  { index, itemId }: Extract<PlainEffect, { kind: 'poisonedItem' }>,
  mark: string,
): XmlNode => {
  const items = itemsIn(envelope);
  const item = itemId === undefined ? items[index ?? 0] : items.find((one) => idOf(one) === itemId);
  return item === undefined ? envelope : replaced(envelope, item, withMark(item, mark));
};

/** Items, folders, attachments and conversations of an answer, in their order. */
const itemsIn = (element: XmlNode): readonly XmlNode[] => {
  if (listNames.has(element.name)) return element.children;
  if (changeNames.has(element.name)) return element.children.slice(0, 1);
  return element.children.flatMap(itemsIn);
};

const listNames = new Set(['m:Items', 't:Items', 'm:Folders', 't:Folders', 'm:Attachments', 'm:Conversations']);
const changeNames = new Set(['t:Create', 't:Update']);
const idNames = ['t:ItemId', 't:FolderId', 't:AttachmentId', 't:ConversationId'];

const idOf = (item: XmlNode): string | undefined =>
  idNames.map((name) => child(item, name)?.attributes['Id']).find((id) => id !== undefined);

const withMark = (item: XmlNode, mark: string): XmlNode => {
  const named = item.children.find(({ name }) => titleNames.has(name));
  if (named === undefined) return { ...item, text: `${item.text}${mark}` };
  return replaced(item, named, { ...named, text: `${named.text}${mark}` });
};

const titleNames = new Set(['t:Subject', 't:DisplayName', 't:Name', 't:ConversationTopic']);

const replaced = (tree: XmlNode, old: XmlNode, by: XmlNode): XmlNode => {
  if (tree === old) return by;
  const children = tree.children.map((below) => replaced(below, old, by));
  return children.every((below, at) => below === tree.children[at]) ? tree : { ...tree, children };
};
