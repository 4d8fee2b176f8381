import { element } from '../xml.ts';
import { optionalElement, optionalText, string, type Codec } from './codec.ts';
import { mailboxAddress } from './id.ts';
import type { Recipient } from './recipient.ts';

/** Somebody to whom something is granted. */
export interface Grantee {
  /** Undefined: everybody, see `everybody`, or an account that is gone. */
  readonly user: Recipient | undefined;
  /** Default: everybody in the organisation. Anonymous: everybody outside. */
  readonly everybody: 'Default' | 'Anonymous' | undefined;
}

/** `t:UserId`: https://learn.microsoft.com/exchange/client-developer/web-service-reference/userid */
export const userId: Codec<Grantee> = {
  decode: (node) => {
    const written = optionalText(node, 'PrimarySmtpAddress');
    const name = optionalText(node, 'DisplayName');
    const address = written === undefined ? undefined : (mailboxAddress(written) ?? written);
    const word = optionalText(node, 'DistinguishedUser');
    return {
      user: address === undefined && name === undefined ? undefined : { name, address },
      everybody: word === 'Default' || word === 'Anonymous' ? word : undefined,
    };
  },
  encode: (tag, { user, everybody }) =>
    element(tag, [
      optionalElement('t:PrimarySmtpAddress', user?.address, string),
      optionalElement('t:DisplayName', user?.name, string),
      optionalElement('t:DistinguishedUser', everybody, string),
    ]),
};
