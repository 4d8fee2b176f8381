import type { SeedFolder, SeedItem } from '../store/model.ts';
import { mailFolder } from './folders.ts';
import { mailItem, type Mail } from './mail.ts';
import type { Moments } from './moments.ts';
import { alice, bob, carol, partners, services, type Person } from './people.ts';
import { plainText, simpleHtml } from './prose.ts';
import { postItem } from './plain-items.ts';

/**
 * The folders that Alice made below her inbox: four deep, one without mail, one whose name has a slash, one in Japanese. Years in paths
 * are part of the documented demo (`/Inbox/Clients/Acme/2026`, `/Archive/2026`) and stay what they are when the calendar moves on.
 */
export const aliceInboxFolders = (moments: Moments): readonly SeedFolder[] => [
  mailFolder(
    'Clients',
    [postItem(alice, 'How we file client mail', moments.at(-200, '10:00:00'))],
    [
      mailFolder('Acme', filed('clients/acme', 9, partners.acmeBuyer, 'Order {n}: confirmation', moments), [
        mailFolder('2025', filed('clients/acme/2025', 6, partners.acmeEngineer, 'Service report {n}', moments)),
        mailFolder('2026', filed('clients/acme/2026', 14, partners.acmeEngineer, 'Readings of week {n}', moments), [
          mailFolder(
            'Invoices',
            filed('clients/acme/2026/invoices', 5, partners.acmeBuyer, 'Invoice {n} received', moments),
          ),
        ]),
      ]),
      mailFolder('Borealis', filed('clients/borealis', 8, partners.borealisLead, 'Site report {n}', moments)),
      mailFolder(
        'Offers/Orders',
        filed('clients/offers-orders', 4, partners.cinderManager, 'Request for offer {n}', moments),
      ),
      mailFolder('星計測', filed('clients/hoshi', 3, partners.tokyoPartner, '進捗報告 {n}', moments)),
    ],
  ),
  mailFolder('Newsletters', filed('newsletters', 12, services.newsletter, 'The Weekly Sketch {n}', moments)),
  mailFolder('To read'),
];

/** The folders beside the inbox. */
export const aliceTopFolders = (moments: Moments): readonly SeedFolder[] => [
  mailFolder(
    'Archive',
    [],
    [
      mailFolder('2025', filed('archive/2025', 20, carol, 'Minutes {n} of last year', moments)),
      mailFolder('2026', filed('archive/2026', 25, bob, 'Release notes {n}', moments)),
    ],
  ),
  mailFolder('Projects', [], [mailFolder('Heron'), mailFolder('Kestrel')]),
];

/** What Alice has not sent yet. */
export const aliceDrafts = ({ at }: Moments): readonly SeedItem[] =>
  [
    {
      name: 'draft/offer',
      from: alice,
      to: [partners.cinderManager],
      subject: 'Offer for Heron, second version',
      body: simpleHtml([
        'Dear Marcus,',
        'please find the second version attached. We have moved the training to the first week and',
      ]),
      receivedAt: at(-1, '17:40:11.125'),
    },
    {
      name: 'draft/thanks',
      from: alice,
      to: [carol],
      cc: [bob],
      subject: 'Thanks for yesterday',
      body: plainText(['Hi Carol,']),
      receivedAt: at(-3, '18:02:00.250'),
    },
    {
      name: 'draft/empty',
      from: undefined,
      to: [],
      subject: undefined,
      body: undefined,
      receivedAt: at(-9, '12:00:00.375'),
    },
    {
      name: 'draft/bcc',
      from: alice,
      to: [],
      bcc: [partners.acmeBuyer, partners.borealisLead, partners.cinderManager],
      subject: 'New opening hours of the hotline',
      body: plainText(['Dear clients,', 'from next month on the hotline answers from seven.']),
      receivedAt: at(-20, '10:10:10.500'),
      importance: 'Low' as const,
    },
  ].map((mail: Mail) => mailItem({ ...mail, isDraft: true }, alice));

/** Mail that Alice sent outside of any conversation, with blind copies. */
export const aliceSentMails = ({ at }: Moments): readonly Mail[] => [
  {
    name: 'sent/announcement',
    from: alice,
    to: [alice],
    bcc: [bob, carol, partners.borealisLead],
    subject: 'Closed between the years',
    body: simpleHtml(['Dear all,', 'the office is closed for a week. The hotline answers as always.', 'Alice Smith']),
    receivedAt: at(-12, '11:00:00.625'),
  },
  {
    name: 'sent/self',
    from: alice,
    to: [alice],
    subject: 'Note to self: ask for the site plan',
    body: plainText(['Ask Freya.']),
    receivedAt: at(-10, '21:15:00.750'),
  },
];

/** Mail that Alice deleted. */
export const aliceDeleted = (moments: Moments): readonly SeedItem[] =>
  filed('deleted', 15, services.shop, 'Only today: {n} % off', moments);

/** Mail that is gone from the deleted items too, but can still be had back. */
export const aliceRecoverable = (moments: Moments): readonly SeedItem[] =>
  filed('recoverable', 3, services.shop, 'Last week: {n} % off', moments);

/** Mail that the filter put aside. */
export const aliceJunk = ({ at }: Moments): readonly SeedItem[] =>
  Array.from({ length: 10 }, (_, number) =>
    mailItem(
      {
        name: `junk/${number}`,
        from: {
          name: ['Dr. Fortune', 'Bank Security', 'Miracle Diet', 'Your Parcel', 'Crypto Desk'][number % 5] ?? 'Spam',
          address: `offer-${number}@bulk-${number}.example.com`,
        },
        to: [alice],
        subject: [
          'You inherited a lighthouse',
          'Verify your account NOW',
          'Lose weight while reading mail',
          'Your parcel waits at the border',
          'Last chance, Alice',
        ][number % 5],
        body: {
          type: 'HTML',
          content: `<p>Dear friend,</p><p><a href="http://bulk-${number}.example.com/?u=alice">click here</a></p><img src="http://bulk-${number}.example.com/p.gif">`,
        },
        receivedAt: at(-1 - number * 3, '00:13:37.000'),
        isRead: number > 6,
      },
      alice,
    ),
  );

/** `count` mails of one sender, a week apart; `{n}` in the subject is their number. */
const filed = (name: string, count: number, from: Person, subject: string, { at }: Moments): readonly SeedItem[] =>
  Array.from({ length: count }, (_, index) =>
    mailItem(
      {
        name: `${name}/${index}`,
        from,
        to: [alice],
        subject: subject.replace('{n}', String(index + 1)),
        body:
          index % 2 === 0
            ? plainText(['Dear Alice,', 'for your files.', from.name])
            : simpleHtml(['Dear Alice,', 'for your files.', from.name]),
        receivedAt: at(-30 - index * 7, `08:${String(10 + index).padStart(2, '0')}:00.125`),
        isRead: index > 0,
      },
      alice,
    ),
  );
