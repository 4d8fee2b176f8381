import type { EwsSession } from '../ews/operation.ts';
import type { Context } from './context.ts';
import { badUserInput } from './errors.ts';

/** A session for what concerns no mailbox. Throws BAD_USER_INPUT where there is nobody to look as. */
export const lookUpSession = (context: Pick<Context, 'lookUp'>): EwsSession => {
  const session = context.lookUp();
  if (session === undefined)
    throw badUserInput(
      'Groups and rooms are looked up as your own mailbox: you own none, and the gateway has no DIRECTORY_MAILBOX',
    );
  return session;
};
