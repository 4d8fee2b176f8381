import { messageIdOf } from './identifiers.ts';
import { mailItem, type Conversation, type Mail } from './mail.ts';
import { minutesAfter, type Moments } from './moments.ts';
import { alice, carol, partners, services } from './people.ts';
import { plainText, simpleHtml } from './prose.ts';

/** What machines and mail programs write about mail: a bounce, a delay, a delivery report, a read receipt, an absence. */
export const reportMails = ({ at }: Moments): readonly Mail[] => {
  const lost: Mail = {
    name: 'report/lost',
    from: alice,
    to: [{ name: 'ines.moreaux@acme.example.com', address: 'ines.moreaux@acme.example.com' }],
    subject: 'Delivery date for order 4711',
    body: plainText(['Dear Ines,', 'the order leaves tomorrow.', 'Alice']),
    receivedAt: at(-8, '09:40:00.250'),
  };
  const seen: Mail = {
    name: 'report/seen',
    from: alice,
    to: [carol],
    subject: 'Draft of the budget',
    body: plainText(['Please read this before Thursday.']),
    receivedAt: at(-18, '09:40:00.250'),
    asksForReceipts: true,
  };
  return [
    {
      ...about(lost, 0.5),
      name: 'report/undeliverable',
      itemClass: 'REPORT.IPM.Note.NDR',
      from: services.postmaster,
      subject: `Undeliverable: ${lost.subject ?? ''}`,
      body: simpleHtml([
        'Your message could not be delivered.',
        'ines.moreaux@acme.example.com\n550 5.1.1 No such user here',
        'Diagnostic information for administrators follows.',
      ]),
      headers: [
        ['Content-Type', 'multipart/report; report-type=delivery-status'],
        ['Auto-Submitted', 'auto-replied'],
      ],
      attachments: [{ kind: 'item', name: lost.subject ?? '', item: mailItem(lost, alice) }],
    },
    {
      ...about(seen, 1),
      name: 'report/delivered',
      itemClass: 'REPORT.IPM.Note.DR',
      from: services.postmaster,
      subject: `Delivered: ${seen.subject ?? ''}`,
      body: plainText(['Your message was delivered to the following recipient:', 'Carol Núñez (carol@example.test)']),
    },
    {
      ...about(seen, 135),
      name: 'report/read',
      itemClass: 'REPORT.IPM.Note.IPNRN',
      from: carol,
      subject: `Read: ${seen.subject ?? ''}`,
      body: plainText(['Your message was read by Carol Núñez.']),
      headers: [['Content-Type', 'multipart/report; report-type=disposition-notification']],
    },
    {
      name: 'report/absence',
      itemClass: 'IPM.Note.Rules.OofTemplate.Microsoft',
      from: partners.cinderManager,
      to: [alice],
      subject: 'Automatic reply: Offer for Heron',
      body: plainText([
        'I am out of the office until Monday and read mail only in the evening. In urgent cases please call the works office.',
      ]),
      receivedAt: at(-5, '08:55:10.375'),
      headers: [
        ['Auto-Submitted', 'auto-replied'],
        ['X-Auto-Response-Suppress', 'All'],
      ],
    },
  ];
};

const about = (original: Mail, minutes: number): Pick<Mail, 'to' | 'receivedAt' | 'conversation'> => ({
  to: [alice],
  receivedAt: minutesAfter(original.receivedAt, minutes),
  conversation: {
    name: original.name,
    topic: original.subject ?? '',
    startedAt: original.receivedAt,
    earlier: [messageIdOf(original.name)],
  } satisfies Conversation,
});
