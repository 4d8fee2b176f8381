import { parseXml, type XmlElement } from '../../src/ews/xml.ts';

/** Reads a fragment of a literal answer as the client would: `m:` and `t:` are declared around it. */
export const parsed = (fragment: string): XmlElement => {
  const [only, ...others] = parseXml(
    `<fragment xmlns:m="urn:messages" xmlns:t="urn:types">${fragment}</fragment>`,
  ).children;
  if (only === undefined || others.length > 0) throw new Error('a fragment holds exactly one element');
  return only;
};

/** A literal XML text as `writeXml` would write it: indentation is for the reader of the test. */
export const compact = (xml: string): string => xml.trim().replace(/>\s+</g, '><');
