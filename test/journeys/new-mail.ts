import type { Subscribed } from './subscriptions/subscribing.ts';

/** New mail in the inbox, with its subject. */
export const newMail = `subscription ($mailbox: EmailAddress!, $after: SyncToken) {
  newMessage(mailbox: $mailbox, after: $after) { token resyncRequired message { id subject } } }`;

/** What `newMail` tells. */
export interface NewMail {
  readonly newMessage: {
    readonly token: string;
    readonly resyncRequired: boolean;
    readonly message: { readonly id: string; readonly subject: string } | null;
  };
}

/** Somebody who listens for new mail. */
export type MailListener = Pick<Subscribed<NewMail>, 'answers'>;

/** Subjects of the mail that a listener was told of, in their order, each once: a repetition has the same id. */
export const subjectsTold = ({ answers }: MailListener): readonly string[] => {
  const subjects = new Map<string, string>();
  for (const { data } of answers) {
    const { message } = data.newMessage;
    if (message !== null) subjects.set(message.id, message.subject);
  }
  return [...subjects.values()];
};

/** From where a listener goes on who has been told all of this; undefined: it was told nothing yet. */
export const lastToken = ({ answers }: MailListener): string | undefined => answers.at(-1)?.data.newMessage.token;
