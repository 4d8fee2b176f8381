import { demoOrganization } from '../../src/emulator/seed/demo-organization.ts';

/** Part of every secret that a journey's gateway holds: the impersonation tokens, the AWS secret key, the password. Not the same in any two forms. */
export const secretCanary = 'Canary/of+the~Suite?7d1';

/** The mail in the mailbox that a DENY rule protects: its subject, and its body. */
export const vaultCanaries = ['the other half of the combination', 'It is 7-31-19. If you can read this'] as const;

/** Base64 of the bytes wherever they begin in a longer value; without the characters that neighbours share. */
const base64Inside = (bytes: Buffer): readonly string[] =>
  [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });

const toUrlSafe = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_');

const lowerEscapes = (text: string): string => text.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());

/** How a text or bytes may show: as they are, as JSON writes them, in base64 and base64url at any place, in hex, in an address. */
export const formsOf = (secret: string | Buffer): readonly string[] => {
  const bytes = Buffer.from(secret);
  const text = bytes.toString('utf8');
  const hex = bytes.toString('hex');
  const base64 = base64Inside(bytes);
  const inAddresses = [encodeURIComponent(text), new URLSearchParams([['', text]]).toString().slice(1)];
  return [
    ...new Set([
      text,
      JSON.stringify(text).slice(1, -1),
      ...base64,
      ...base64.map(toUrlSafe),
      hex,
      hex.toUpperCase(),
      ...inAddresses,
      ...inAddresses.map(lowerEscapes),
    ]),
  ];
};

/** The first of these forms that the text holds. */
export const formIn = (text: string | Buffer, forms: Iterable<string>): string | undefined => {
  for (const form of forms) if (text.includes(form)) return form;
  return undefined;
};

/** Whether the organisation that journeys take place in still has the mail that these canaries are from. */
export const vaultMail = (day: Date): string => {
  const vault = demoOrganization(day).mailboxes.find(({ address }) => address === 'vault@example.test');
  return JSON.stringify(vault?.root());
};
