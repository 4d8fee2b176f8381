import { ImapFlow, type FetchMessageObject, type SearchObject } from 'imapflow';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import PostalMime, { type Email } from 'postal-mime';
import { expect } from 'vitest';
import { addressOf, passwordOf, type Person } from '../people.ts';
import type { SuiteWorld } from './suite-world.ts';

/** How long a message may be on its way, milliseconds: slow machines are not wrong. */
export const arrival = { timeout: 120_000, interval: 500 } as const;

/** A message as IMAP gives it, and what a mail program makes of it. */
export interface OpenedMessage {
  readonly uid: number;
  readonly flags: ReadonlySet<string>;
  readonly mail: Email;
}

/** Signs in at DavMail's IMAP door, does something there, and signs out. */
export const withImap = async <Result>(
  { davmail }: SuiteWorld,
  person: Person,
  use: (client: ImapFlow) => Promise<Result>,
): Promise<Result> => {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: davmail.imapPort,
    secure: false,
    auth: { user: addressOf(person), pass: passwordOf(person) },
    logger: false,
    disableAutoIdle: true,
    socketTimeout: 280_000,
  });
  await client.connect();
  try {
    const result = await use(client);
    await client.logout();
    return result;
  } finally {
    client.close();
  }
};

/** UIDs of what matches in a folder, which is opened anew, so that DavMail looks at what is there now. */
export const searchIn = async (client: ImapFlow, folder: string, query: SearchObject): Promise<readonly number[]> => {
  await client.mailboxOpen(folder);
  const found = await client.search(query, { uid: true });
  if (found === false) throw new Error(`The search in ${folder} failed`);
  return found;
};

/** The one message that matches, once it is there. */
export const awaitMessage = async (client: ImapFlow, folder: string, query: SearchObject): Promise<OpenedMessage> => {
  let found: readonly number[] = [];
  await expect.poll(async () => (found = await searchIn(client, folder, query)), arrival).toHaveLength(1);
  return openMessage(client, found[0] ?? 0);
};

/** A message of the folder that is open. */
export const openMessage = async (client: ImapFlow, uid: number): Promise<OpenedMessage> => {
  const fetched: FetchMessageObject | false = await client.fetchOne(
    String(uid),
    { source: true, flags: true },
    { uid: true },
  );
  if (fetched === false || fetched.source === undefined) throw new Error(`There is no message ${uid}`);
  return { uid, flags: fetched.flags ?? new Set(), mail: await PostalMime.parse(fetched.source) };
};

/** Sends through DavMail's SMTP door as that person. */
export const sendBySmtp = async (
  { davmail }: SuiteWorld,
  person: Person,
  message: Omit<SendMailOptions, 'from'>,
): Promise<void> => {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: davmail.smtpPort,
    secure: false,
    ignoreTLS: true,
    auth: { user: addressOf(person), pass: passwordOf(person) },
  });
  try {
    const { rejected } = await transport.sendMail({ ...message, from: addressOf(person) });
    expect(rejected).toEqual([]);
  } finally {
    transport.close();
  }
};

/** The bytes of each attachment by its name. */
export const attachmentsOf = ({ mail }: OpenedMessage): Readonly<Record<string, Buffer>> =>
  Object.fromEntries(
    mail.attachments.map(({ filename, content }) => [
      filename ?? '',
      typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content)),
    ]),
  );
