import { InvalidInputError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import type { MailboxAddress } from '../properties/id.ts';
import { oofSettings, type OofSettings } from '../properties/oof-settings.ts';
import { element } from '../xml.ts';

/** Whose automatic replies become what. */
export interface SetUserOofSettingsInput {
  /** The session's own; Exchange answers ErrorAccessDenied for others. */
  readonly mailbox: MailboxAddress;
  /** Everything: what is not written is lost. Scheduled needs a period that has an end after its start; InvalidInputError otherwise. */
  readonly settings: OofSettings;
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/setuseroofsettings-operation */
export const setUserOofSettings = defineOperation<SetUserOofSettingsInput, undefined>({
  name: 'SetUserOofSettings',
  access: 'write',
  names: undefined,
  idempotent: true,
  encode: ({ mailbox, settings }) => {
    const { state, period } = settings;
    if (state === 'Scheduled' && period === undefined)
      throw new InvalidInputError('Scheduled automatic replies need a start and an end');
    // ErrorInvalidScheduledOofDuration otherwise, whatever the state.
    if (period !== undefined && !(Date.parse(period.start) < Date.parse(period.end)))
      throw new InvalidInputError('Automatic replies must end after they start');
    return element('m:SetUserOofSettingsRequest', [
      element('t:Mailbox', [element('t:Address', mailbox)]),
      oofSettings.encode('t:UserOofSettings', settings),
    ]);
  },
  decode: () => undefined,
});
