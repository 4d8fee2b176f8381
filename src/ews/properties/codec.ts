import { EwsError } from '../errors.ts';
import { element, type XmlElement } from '../xml.ts';

/** Value <-> element. `decode` throws EwsError `decode` when the server wrote something that is no value of the kind. */
export interface Codec<Value> {
  readonly decode: (node: XmlElement) => Value;
  readonly encode: (name: string, value: Value) => XmlElement;
}

const unreadable = (node: XmlElement, kind: string): EwsError => new EwsError('decode', `${node.name} is not ${kind}`);

/** xs:string, as it stands. */
export const string: Codec<string> = { decode: (node) => node.text, encode: (name, value) => element(name, value) };

/** xs:boolean: servers and clients write `true`, `false`, `1` and `0`. */
export const boolean: Codec<boolean> = {
  decode: (node) => {
    const text = node.text.trim();
    if (text === 'true' || text === '1') return true;
    if (text === 'false' || text === '0') return false;
    throw unreadable(node, 'a boolean');
  },
  encode: (name, value) => element(name, String(value)),
};

/** xs:int, and xs:long up to 2^53. */
export const integer: Codec<number> = {
  decode: (node) => {
    const text = node.text.trim();
    const value = Number(text);
    if (text === '' || !Number.isSafeInteger(value)) throw unreadable(node, 'an integer');
    return value;
  },
  encode: (name, value) => element(name, String(value)),
};

/** One of the words of an enumeration; a word that is newer than our contract decodes to `fallback`. */
export const oneOf = <const Word extends string>(words: readonly Word[], fallback: NoInfer<Word>): Codec<Word> => ({
  decode: (node) => words.find((word) => word === node.text.trim()) ?? fallback,
  encode: (name, value) => element(name, value),
});
