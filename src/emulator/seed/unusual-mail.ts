import { publicString } from './mapi-properties.ts';
import { messageIdOf } from './identifiers.ts';
import type { Mail } from './mail.ts';
import type { Moments } from './moments.ts';
import { alice, bob, carol, partners, services, teamList, type Person } from './people.ts';
import { plainText, simpleHtml } from './prose.ts';

/** Mail that breaks assumptions: about characters, people, and whether anything is there at all. */
export const unusualMails = (moments: Moments): readonly Mail[] => [
  ...illegalCharacters(moments),
  ...unusualPeople(moments),
  ...unusualProperties(moments),
];

const illegalCharacters = ({ at }: Moments): readonly Mail[] => {
  const spam = { name: 'Cheap\u0007Ink', address: 'ink@cheap-ink.example.com' };
  return [
    {
      name: 'unusual/illegal-subject',
      from: spam,
      to: [alice],
      subject: 'Ink\u0014 at half\u0000 the price\uFFFE',
      body: plainText(['Subject and sender of this mail hold characters that XML forbids.']),
      receivedAt: at(-34, '02:02:02.020'),
    },
    {
      name: 'unusual/illegal-body',
      from: services.builds,
      to: [alice],
      subject: 'Raw log with control characters',
      body: plainText([
        '\u001B[31mFAILED\u001B[0m after 3 s\u0008\u000B',
        'form feed \u000C, NUL \u0000, lone surrogate \uD83D, non-characters \uFFFE \uFFFF, DC4 \u0014',
      ]),
      receivedAt: at(-35, '02:02:02.020'),
    },
    {
      name: 'unusual/illegal-html',
      from: spam,
      to: [alice],
      subject: 'Toner offer',
      body: { type: 'HTML', content: '<p>Toner\u0014 and\u0001 paper\u001F, <b>today\u0000 only</b></p>' },
      receivedAt: at(-36, '02:02:02.020'),
    },
  ];
};

const unusualPeople = ({ at }: Moments): readonly Mail[] => {
  const audience = Array.from({ length: 60 }, (_, number): Person => {
    const two = String(number + 1).padStart(2, '0');
    return { name: `Reader ${two}`, address: `reader-${two}@list.example.org` };
  });
  return [
    {
      name: 'unusual/many-recipients',
      from: partners.lawyer,
      to: [alice, ...audience],
      cc: [teamList],
      subject: 'Everybody in the To line (sorry)',
      body: plainText([
        'Dear all,',
        'the seminar on warranty law takes place as planned. I know, I should have used Bcc.',
        'Jonas Albrecht',
      ]),
      receivedAt: at(-11, '16:05:50.875'),
    },
    {
      name: 'unusual/name-only',
      from: { name: 'Archive of the old office' },
      to: [{ name: 'A. Smith' }],
      subject: 'Scanned letter from 1998',
      body: plainText(['Neither sender nor recipient of this mail has an address; it was imported.']),
      receivedAt: at(-200, '12:00:00'),
    },
    {
      name: 'unusual/on-behalf',
      from: carol,
      sender: bob,
      to: [teamList],
      subject: 'Sent by Bob on behalf of Carol',
      body: plainText(['Carol is on the train and asked me to send this: the office closes at four today.']),
      receivedAt: at(-12, '13:13:13.130'),
    },
    {
      name: 'unusual/comma-name',
      from: { name: 'Webb, "Marcus" <Director; Works>', address: partners.cinderManager.address },
      to: [alice],
      replyTo: [partners.cinderManager, { name: 'Works office', address: 'office@cinder-works.example.com' }],
      subject: 'My new signature',
      body: plainText(['My display name has a comma, quotes, angle brackets and a semicolon. Everything breaks.']),
      receivedAt: at(-37, '09:09:09.090'),
    },
    {
      name: 'unusual/nobody',
      from: undefined,
      to: [],
      subject: 'A note without sender and recipient',
      body: plainText(['Put here by a scanner.']),
      receivedAt: at(-150, '07:07:07.070'),
    },
  ];
};

const unusualProperties = ({ at }: Moments): readonly Mail[] => [
  {
    name: 'unusual/metadata',
    from: partners.acmeBuyer,
    to: [alice],
    subject: 'Order 4712: custom properties inside',
    body: plainText(['The order system leaves its own notes on this mail.']),
    receivedAt: at(-6, '07:20:00.250'),
    extended: [
      publicString('order-system', '{"order":4712,"state":"confirmed","lines":[{"article":"Kestrel","count":3}]}'),
      publicString('X-Reviewed-By', 'bob@example.test'),
    ],
    headers: [
      ['X-Order-Number', '4712'],
      ['X-Order-Number', '4712-B'],
      ['Authentication-Results', 'mx.example.test; dkim=pass header.d=acme.example.com; spf=pass'],
    ],
  },
  {
    name: 'unusual/no-body',
    from: bob,
    to: [alice],
    subject: 'Back in ten minutes (no text)',
    body: undefined,
    receivedAt: at(-17, '10:05:00.500'),
  },
  {
    name: 'unusual/private',
    from: carol,
    to: [alice],
    subject: 'About your salary review',
    body: simpleHtml([
      'Hi Alice,',
      'I would like to talk on Thursday, just the two of us. Nothing to worry about, quite the contrary.',
      'Carol',
    ]),
    sensitivity: 'Private',
    receivedAt: at(-5, '15:00:00.750'),
    asksForReceipts: true,
  },
  {
    name: 'unusual/long-text',
    from: partners.lawyer,
    to: [alice],
    subject: 'General terms, full text',
    body: plainText(
      Array.from(
        { length: 400 },
        (_, number) =>
          `§ ${number + 1}. The party of the first part shall notify the party of the second part in writing, unless both agree otherwise, and keep a copy of such notice for ${(number % 9) + 2} years.`,
      ),
    ),
    sensitivity: 'Confidential',
    categories: ['Legal'],
    receivedAt: at(-60, '18:00:00.125'),
  },
  {
    name: 'unusual/signed',
    from: partners.haifaPartner,
    to: [alice],
    subject: 'Signed: measurement protocol',
    body: plainText(['The protocol is correct. 20 °C, 1013 hPa.']),
    receivedAt: at(-13, '12:12:12.125'),
    itemClass: 'IPM.Note.SMIME.MultipartSigned',
    mime: () => Buffer.from(signedMessage, 'latin1'),
  },
];

/** As another mail program wrote it: a signature over the exact bytes, Latin-1 in quoted-printable, and a subject in encoded words. */
const signedMessage = [
  'From: =?UTF-8?B?16DXldei150g15zXldeZ?= <noam.levi@carmel.example.org>',
  'To: Alice Smith <alice@example.test>',
  'Subject: Signed: =?ISO-8859-1?Q?measurement_protocol?=',
  `Message-ID: ${messageIdOf('unusual/signed')}`,
  'MIME-Version: 1.0',
  'Content-Type: multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"; boundary="=-signed"',
  '',
  '--=-signed',
  'Content-Type: text/plain; charset=iso-8859-1',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'The protocol is correct. 20 =B0C, 1013 hPa.',
  '',
  '--=-signed',
  'Content-Type: application/pgp-signature; name="signature.asc"',
  '',
  '-----BEGIN PGP SIGNATURE-----',
  '',
  'bm90IGEgc2lnbmF0dXJlLCBvbmx5IGEgZGVtbw==',
  '-----END PGP SIGNATURE-----',
  '--=-signed--',
  '',
].join('\r\n');
