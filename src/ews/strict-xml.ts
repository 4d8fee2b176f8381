import { SaxesParser } from 'saxes';
import { EwsError } from './errors.ts';
import type { XmlElement } from './xml.ts';

/** How much is read of a document: levels, and elements on all of them. */
export const xmlLimits = { depth: 64, elements: 500_000 } as const;

interface OpenElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: OpenElement[];
  text: string;
  readonly namespace?: string;
}

/** XML 1.0's Char. https://www.w3.org/TR/xml/#charsets */
export const isXmlCharacter = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);

/**
 * Exchange writes characters that XML forbids as references (`&#x14;` in the subject of spam), and one of them would make a whole page of mail
 * unreadable. They become U+FFFD; inside CDATA, where they are plain text, they stay.
 */
const forbiddenReferences = (): ((piece: string) => string) => {
  let isInCdata = false;
  return (piece) => {
    if (!isInCdata && !piece.includes('&#') && !piece.includes('<![CDATA[')) return piece;
    return piece.replace(
      /<!\[CDATA\[|\]\]>|&#(?:x([0-9a-fA-F]+)|([0-9]+));/g,
      (mark, hex: string | undefined, decimal: string | undefined) => {
        if (hex === undefined && decimal === undefined) isInCdata = mark !== ']]>';
        else if (!isInCdata && !isXmlCharacter(Number(hex === undefined ? decimal : `0x${hex}`))) return '&#xFFFD;';
        return mark;
      },
    );
  };
};

/** A document being read piece by piece. */
export interface XmlReader {
  /**
   * Takes the next piece; it must end neither inside a character reference nor inside what begins or ends CDATA. Throws EwsError `decode` for
   * anything not well-formed, a DOCTYPE, more than 64 levels or 500,000 elements.
   */
  write(piece: string): void;
  /** The elements that are open now, outermost first, with the children they have so far. */
  readonly open: readonly XmlElement[];
  /** Ends the document and returns its root. Throws EwsError `decode` when it is not complete. */
  close(): XmlElement;
}

/** Starts reading a document strictly. Forbidden character references alone are repaired (see `forbiddenReferences`). */
export const createXmlReader = (): XmlReader => {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const repaired = forbiddenReferences();
  let root: OpenElement | undefined;
  let elements = 0;
  const open: OpenElement[] = [];
  const addText = (value: string): void => {
    const current = open.at(-1);
    if (current !== undefined) current.text += value;
  };
  parser.on('error', (error) => {
    throw new EwsError('decode', `the answer is not well-formed XML: ${error.message}`);
  });
  parser.on('doctype', () => {
    throw new EwsError('decode', 'the answer holds a DOCTYPE, which SOAP forbids');
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (open.length >= xmlLimits.depth || elements > xmlLimits.elements) {
      throw new EwsError('decode', 'the answer is nested too deep or has too many elements');
    }
    const attributes: Record<string, string> = {};
    // EWS's own attributes have no prefix; xmlns, xsi:type, xml:lang and what else servers add are no data.
    for (const key in tag.attributes) {
      const attribute = tag.attributes[key];
      if (attribute !== undefined && attribute.prefix === '' && key !== 'xmlns')
        attributes[attribute.local] = attribute.value;
    }
    const parent = open.at(-1);
    const opened: OpenElement = {
      name: tag.local,
      attributes,
      children: [],
      text: '',
      ...(parent === undefined ? { namespace: tag.uri } : {}),
    };
    parent?.children.push(opened);
    root ??= opened;
    open.push(opened);
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = open.pop();
    // White space between child elements is layout, not content.
    if (closed !== undefined && closed.children.length > 0) closed.text = '';
  });
  return {
    open,
    write: (piece) => {
      parser.write(repaired(piece));
    },
    close: () => {
      parser.close();
      if (root === undefined) throw new EwsError('decode', 'the answer holds no XML element');
      return root;
    },
  };
};
