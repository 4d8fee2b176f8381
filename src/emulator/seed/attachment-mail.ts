import { file, largeCsv, pdf, png } from './attachment-content.ts';
import { berlinTime } from './calendar-event.ts';
import { calendarItem } from './calendar-item.ts';
import { contactItem } from './contact-item.ts';
import { mailItem, type Mail } from './mail.ts';
import type { Moments } from './moments.ts';
import { alice, bob, carol, dave, partners } from './people.ts';
import { plainText, simpleHtml } from './prose.ts';

/** Mail with attachments: files of every kind, awkward names, and items within items. */
export const attachmentMails = (moments: Moments): readonly Mail[] => [
  ...ordinaryFiles(moments),
  ...awkwardFiles(moments),
  ...attachedItems(moments),
];

const ordinaryFiles = ({ at }: Moments): readonly Mail[] => [
  {
    name: 'attachment/offer',
    from: dave,
    to: [alice],
    subject: 'Offer for Cinder Works, final',
    body: simpleHtml([
      'Hi Alice,',
      'here is the final offer with the price list. Please have a last look before it goes out at noon.',
      'Dave',
    ]),
    receivedAt: at(-1, '15:31:12.750'),
    importance: 'High',
    categories: ['Clients'],
    attachments: [
      file('offer-cinder-works.pdf', 'application/pdf', pdf('Offer for Cinder Works')),
      file(
        'price-list.csv',
        'text/csv',
        'article;price\r\nKestrel;1490.00\r\nHeron;890.00\r\nservice, per year;240.00\r\n',
      ),
    ],
  },
  {
    name: 'attachment/large',
    from: carol,
    to: [alice],
    subject: 'Quarterly figures, 25 MB',
    body: plainText([
      'Hi Alice,',
      'every reading of the quarter in one file, as you asked. It is large, sorry.',
      'Carol',
    ]),
    receivedAt: at(-3, '09:14:33.125'),
    categories: ['Finance'],
    attachments: [largeCsv('quarterly-figures.csv')],
  },
  {
    name: 'attachment/photos',
    from: partners.borealisLead,
    to: [alice],
    cc: [bob],
    subject: 'Photos of the cabinet',
    body: simpleHtml(['Hello Alice,', 'before and after. The green light is on!', 'Freya']),
    receivedAt: at(-4, '12:40:18.500'),
    attachments: [
      file('before.png', 'image/png', png(160, 90, [90, 90, 90])),
      file('after.png', 'image/png', png(160, 90, [30, 150, 70])),
      file('readme.txt', 'text/plain', 'Both pictures were taken from the door.\r\n'),
    ],
  },
];

const awkwardFiles = ({ at }: Moments): readonly Mail[] => [
  {
    name: 'attachment/names',
    from: partners.tokyoPartner,
    to: [alice],
    subject: 'Files with difficult names',
    body: plainText([
      'Dear Alice,',
      'I hope these arrive with their names intact; our last system lost half of them.',
      '美咲',
    ]),
    receivedAt: at(-13, '01:08:55.250'),
    attachments: [
      file('Angebot "Heron" – Größe & Maß; v2.txt', 'text/plain; charset=utf-8', 'Größe: 12 × 8 cm\r\n'),
      file('見積書 2026年.txt', 'text/plain; charset=utf-8', '合計：一二三四五円\r\n'),
      file('تقرير.txt', 'text/plain; charset=utf-8', 'تقرير قصير\r\n'),
      file('📈 growth.csv', 'text/csv', 'month;value\r\n1;2\r\n'),
      file('line\r\nX-Injected: yes.txt', 'text/plain', 'The name of this file holds a line break.\r\n'),
      file('../../outside/path.txt', 'text/plain', 'The name of this file looks like a path.\r\n'),
      file(String.raw`back\slash and 'quotes'.txt`, 'text/plain', 'Quoted.\r\n'),
      file(`${'long-'.repeat(60)}name.txt`, 'text/plain', 'The name of this file has 308 characters.\r\n'),
      file('', 'application/octet-stream', Buffer.from([0, 1, 2, 253, 254, 255])),
    ],
  },
  {
    name: 'attachment/empty',
    from: bob,
    to: [alice],
    subject: 'Log file (empty, that is the point)',
    body: plainText(['The log has nothing in it. That is what I meant with "it does not log".']),
    receivedAt: at(-21, '14:14:14.375'),
    attachments: [file('kestrel.log', 'text/plain', '')],
  },
  {
    name: 'attachment/active',
    from: partners.cinderManager,
    to: [alice],
    subject: 'Drawing and page, please do not open in the browser',
    body: plainText(['Our exporter makes only SVG and HTML. I am told that both can hold scripts.']),
    receivedAt: at(-27, '10:32:00.625'),
    attachments: [
      file(
        'drawing.svg',
        'image/svg+xml',
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><circle r="9"/></svg>\n',
      ),
      file('page.html', 'text/html', '<!DOCTYPE html><script>alert(document.domain)</script><p>Page</p>\n'),
    ],
  },
];

const attachedItems = ({ at, date }: Moments): readonly Mail[] => {
  const original: Mail = {
    name: 'attachment/forwarded-original',
    from: partners.acmeBuyer,
    to: [bob],
    subject: 'Order 4711 and its drawing',
    body: simpleHtml(['Dear Bob,', 'please find the drawing attached.', 'Ines Moreau']),
    receivedAt: at(-8, '08:02:00.125'),
    attachments: [file('drawing-4711.pdf', 'application/pdf', pdf('Drawing 4711'))],
  };
  const outer: Mail = {
    name: 'attachment/forwarded-middle',
    from: bob,
    to: [carol],
    subject: 'FW: Order 4711 and its drawing',
    body: plainText(['Carol, can you file this?']),
    receivedAt: at(-8, '09:02:00.125'),
    attachments: [{ kind: 'item', name: 'Order 4711 and its drawing', item: mailItem(original, bob) }],
  };
  const appointment = calendarItem(
    {
      name: 'attachment/appointment',
      subject: 'Acceptance test at Acme',
      location: 'Acme, hall 2',
      createdAt: at(-7, '07:00:00'),
      time: berlinTime(date(10), '09:00', 240),
    },
    bob,
  );
  const contact = contactItem(
    {
      givenName: 'Tomás',
      surname: 'Ferreira',
      company: 'Acme',
      jobTitle: 'Plant engineer',
      emails: [partners.acmeEngineer.address],
      phones: { MobilePhone: '+351 555 0142' },
    },
    bob,
    at(-100, '09:00:00'),
  );
  return [
    {
      name: 'attachment/message',
      from: bob,
      to: [alice],
      subject: 'Forwarded: order 4711, with the mail attached',
      body: plainText(['Attached is the original, the drawing is inside.']),
      receivedAt: at(-8, '08:30:41.250'),
      attachments: [{ kind: 'item', name: 'Order 4711 and its drawing', item: mailItem(original, bob) }],
    },
    {
      name: 'attachment/items',
      from: bob,
      to: [alice],
      subject: 'Appointment and business card for Acme',
      body: plainText(['Drag both to where they belong.']),
      receivedAt: at(-7, '08:30:41.875'),
      attachments: [
        { kind: 'item', name: 'Acceptance test at Acme', item: appointment },
        { kind: 'item', name: 'Tomás Ferreira', item: contact },
        file('directions.txt', 'text/plain', 'Second gate, ring twice.\r\n'),
      ],
    },
    {
      name: 'attachment/nested',
      from: carol,
      to: [alice],
      subject: 'FW: FW: Order 4711 (a mail in a mail in a mail)',
      body: plainText(['Three layers. The drawing is still in there somewhere.']),
      receivedAt: at(-7, '10:11:12.500'),
      attachments: [{ kind: 'item', name: 'FW: Order 4711 and its drawing', item: mailItem(outer, carol) }],
    },
  ];
};
