import { element } from '../xml.ts';
import type { Codec } from './codec.ts';

/** A body as the server sent it. HTML is the sender's own, unsanitised. */
export interface Body {
  /** What it is, which need not be what was asked for: some servers answer text when there is no HTML. */
  readonly type: 'HTML' | 'Text';
  readonly content: string;
  /** The server cut it (2013 and later say so). */
  readonly isTruncated: boolean;
}

/** `t:Body` and `t:UniqueBody`. A body that does not say its kind is read as text, which can do no harm when shown. */
export const body: Codec<Body, Pick<Body, 'type' | 'content'>> = {
  decode: (node) => ({
    type: node.attributes['BodyType'] === 'HTML' ? 'HTML' : 'Text',
    content: node.text,
    isTruncated: node.attributes['IsTruncated'] === 'true',
  }),
  // IsTruncated is the server's to say and no attribute of 2010_SP2.
  encode: (name, { type, content }) => element(name, { BodyType: type }, content),
};
