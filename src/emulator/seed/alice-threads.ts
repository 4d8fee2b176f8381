import { file, pdf } from './attachment-content.ts';
import type { Mail } from './mail.ts';
import { minutesAfter, type Moments } from './moments.ts';
import { alice, bob, carol, dave, partners } from './people.ts';
import { threadMails, type Thread, type Turn } from './thread.ts';

/** Conversations told in full: one that is open this morning, and one with a client that is long and mixed. */
export const aliceThreads = (moments: Moments): readonly Mail[] => [
  ...openThreadMails(moments),
  ...threadMails(clientThread(moments)),
];

/** The mails of the open conversation; all four colleagues take part in it. */
export const openThreadMails = (moments: Moments): readonly Mail[] => threadMails(openThread(moments));

const openThread = ({ newestMail }: Moments): Thread => {
  const before = (minutes: number): string => minutesAfter(newestMail, -minutes);
  return {
    name: 'alice/open-thread',
    topic: 'Kestrel 4.2: go or no go?',
    format: 'HTML',
    turns: [
      {
        from: bob,
        to: [alice, carol, dave],
        at: before(1_310),
        paragraphs: [
          'Hi all,',
          'Kestrel 4.2 has passed the night run. Two known points are left, both cosmetic. My vote is go.',
          'Bob',
        ],
      },
      {
        from: dave,
        to: [bob],
        cc: [alice, carol],
        at: before(1_284),
        paragraphs: ['Acme has been promised Wednesday, so from me: go, please.'],
      },
      {
        from: alice,
        to: [bob],
        cc: [carol, dave],
        at: before(1_180),
        paragraphs: ['What are the two points exactly? I do not want to hear about them from Acme first.', 'Alice'],
      },
      {
        from: bob,
        to: [alice],
        cc: [carol, dave],
        at: before(1_150),
        paragraphs: [
          '1. The unit is missing in the printed report.\n2. The start screen flickers once.',
          'Screenshots attached.',
        ],
        details: {
          attachments: [file('known-points.pdf', 'application/pdf', pdf('Known points of Kestrel 4.2'))],
          followUp: { status: 'flagged' },
        },
      },
      {
        from: carol,
        to: [alice],
        cc: [bob, dave],
        at: before(62),
        paragraphs: [
          'The printed report goes to auditors. Without the unit it is not a report. I would fix that one first.',
          'Carol',
        ],
        details: { isRead: false },
      },
      {
        from: bob,
        to: [alice],
        cc: [carol, dave],
        at: newestMail,
        paragraphs: ['Carol is right. The fix is three lines, tests are running. Go at noon?', 'Bob'],
        details: { isRead: false },
      },
    ],
  };
};

const clientThread = ({ at }: Moments): Thread => {
  const { borealisLead } = partners;
  const turn = (
    from: Turn['from'],
    to: Turn['from'],
    days: number,
    time: string,
    ...paragraphs: readonly string[]
  ): Turn => ({
    from,
    to: [to],
    cc: [bob, dave].filter((person) => person !== from && person !== to),
    at: at(days, time),
    paragraphs,
    details: { categories: ['Clients'] },
  });
  return {
    name: 'alice/client-thread',
    topic: 'Heron at Borealis: plan until spring',
    format: 'Text',
    turns: [
      turn(
        borealisLead,
        alice,
        -31,
        '08:30:10.125',
        'Dear Alice,',
        'we have the budget. When could you begin?',
        'Freya',
      ),
      turn(
        alice,
        borealisLead,
        -31,
        '09:12:00.250',
        'Dear Freya,',
        'wonderful news. We could begin in four weeks, with a kick-off at our place.',
        'Alice',
      ),
      turn(borealisLead, alice, -30, '07:55:40.375', 'Four weeks is fine. How many people do you need on our side?'),
      turn(
        bob,
        borealisLead,
        -30,
        '10:20:00.500',
        'One who knows the network, one who knows the pumps. It may be the same person.',
      ),
      turn(
        borealisLead,
        alice,
        -27,
        '12:00:30.625',
        'It is the same person, and she is on holiday until the 12th. Shall we say the week after?',
      ),
      turn(alice, borealisLead, -27, '13:41:00.750', 'The week after it is. I send an invitation.'),
      turn(
        dave,
        borealisLead,
        -26,
        '08:08:08.875',
        'While I have everyone: the service contract from page 4 is not signed yet. No hurry, but before spring.',
      ),
      turn(
        borealisLead,
        alice,
        -5,
        '09:25:10.125',
        'Signed, scanned, attached to nothing because our scanner is broken. It comes by post.',
        'See you at the kick-off!\nFreya',
      ),
    ],
  };
};
