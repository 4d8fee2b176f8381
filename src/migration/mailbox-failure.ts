/** A mailbox cannot be copied at all; others can. The message is for the operator. */
export class MailboxFailure extends Error {
  override readonly name = 'MailboxFailure';
}
