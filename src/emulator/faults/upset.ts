import type { PlainEffect } from './faults.ts';

/** What a fault can do to the server. Addresses are primary ones; those that nobody has are nobody's affair. */
export interface Upsets {
  readonly expireToken: (token: string) => void;
  readonly expireSyncStates: (address: string) => void;
  readonly loseSubscriptions: (address: string) => void;
  readonly forgetEvents: (address: string) => void;
  /** Sets the clock forward, or back when negative. */
  readonly jumpClock: (ms: number) => void;
}

/** Does to the server what an effect says, if it says anything of that kind, for a request that acts in a mailbox with a token. */
export const upset = (
  effect: PlainEffect | undefined,
  mailbox: string | undefined,
  token: string | undefined,
  upsets: Upsets,
): void => {
  switch (effect?.kind) {
    case 'expireToken':
    case 'expireTokenAfter':
      if (token !== undefined) upsets.expireToken(token);
      return;
    case 'loseSyncStates':
      if (mailbox !== undefined) upsets.expireSyncStates(mailbox);
      return;
    case 'loseSubscriptions':
      if (mailbox !== undefined) upsets.loseSubscriptions(mailbox);
      return;
    case 'forgetEvents':
      if (mailbox !== undefined) upsets.forgetEvents(mailbox);
      return;
    case 'jumpClock':
      upsets.jumpClock(effect.ms);
      return;
    default:
  }
};
