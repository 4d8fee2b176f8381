import { defineOperation } from '../operation.ts';
import { optional } from '../properties/codec.ts';
import type { MailboxAddress } from '../properties/id.ts';
import { externalAudience, oofSettings, type ExternalAudience, type OofSettings } from '../properties/oof-settings.ts';
import { element, required } from '../xml.ts';

/** Whose automatic replies. */
export interface GetUserOofSettingsInput {
  /** The session's own; Exchange answers ErrorAccessDenied for others. */
  readonly mailbox: MailboxAddress;
}

/** Automatic replies, and how far the organisation lets them go. */
export interface UserOofSettings extends OofSettings {
  /** The widest audience that takes effect; undefined where the server does not say. */
  readonly allowedAudience: ExternalAudience | undefined;
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuseroofsettings-operation */
export const getUserOofSettings = defineOperation<GetUserOofSettingsInput, UserOofSettings>({
  name: 'GetUserOofSettings',
  access: 'read',
  names: undefined,
  idempotent: true,
  // The request element ends in Request and holds t:Address, not t:EmailAddress: both are this service's own.
  encode: ({ mailbox }) =>
    element('m:GetUserOofSettingsRequest', [element('t:Mailbox', [element('t:Address', mailbox)])]),
  decode: (message) => ({
    ...oofSettings.decode(required(message, 'OofSettings')),
    allowedAudience: optional(message, 'AllowExternalOof', externalAudience),
  }),
});
