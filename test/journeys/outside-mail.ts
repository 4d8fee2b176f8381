import PostalMime, { type Email } from 'postal-mime';
import type { Journey } from './start.ts';

/** The mail with this subject that left the organisation, as a mail program reads it. Throws unless there is exactly one. */
export const mailOutside = async ({ emulator }: Journey, subject: string): Promise<Email> => {
  const mails = await Promise.all(emulator.outbox.map(({ mime }) => PostalMime.parse(mime())));
  const [mail, ...others] = mails.filter((one) => one.subject === subject);
  if (mail === undefined || others.length > 0)
    throw new Error(`${others.length + (mail ? 1 : 0)} such mails have left`);
  return mail;
};
