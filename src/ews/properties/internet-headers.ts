import { element, requiredAttribute } from '../xml.ts';
import { listOf, type Codec } from './codec.ts';

/** One header line of the message as it travelled; names repeat (Received). */
export interface InternetHeader {
  readonly name: string;
  readonly value: string;
}

/** `t:InternetMessageHeaders/t:InternetMessageHeader @HeaderName`, in the message's order. */
export const internetHeaders: Codec<readonly InternetHeader[]> = listOf('InternetMessageHeader', {
  decode: (node) => ({ name: requiredAttribute(node, 'HeaderName'), value: node.text }),
  encode: (name, header) => element(name, { HeaderName: header.name }, header.value),
});
