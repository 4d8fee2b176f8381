import type { Mail } from './mail.ts';
import type { Moments } from './moments.ts';
import { alice, bob, dave, partners, services } from './people.ts';
import { plainText, simpleHtml } from './prose.ts';

/** Mail in other scripts, and subjects that are long, empty, missing, or look like something else. */
export const subjectMails = (moments: Moments): readonly Mail[] => [...languages(moments), ...subjects(moments)];

const languages = ({ at }: Moments): readonly Mail[] => [
  {
    name: 'unusual/japanese',
    from: partners.tokyoPartner,
    to: [alice],
    subject: '来週の打ち合わせについて（議題と資料）',
    body: plainText([
      'スミス様',
      'お世話になっております。来週の打ち合わせの議題をお送りします。ご確認をお願いいたします。',
      '田中 美咲',
    ]),
    culture: 'ja-JP',
    receivedAt: at(0, '02:15:30.625'),
  },
  {
    name: 'unusual/arabic',
    from: partners.cairoPartner,
    to: [alice],
    subject: 'تأكيد موعد الزيارة يوم الخميس',
    body: simpleHtml([
      'مرحباً أليس،',
      'نؤكد موعد الزيارة يوم الخميس الساعة العاشرة صباحاً. Room: Lighthouse.',
      'ليلى حسن',
    ]),
    culture: 'ar-EG',
    receivedAt: at(-6, '09:44:01.125'),
  },
  {
    name: 'unusual/hebrew',
    from: partners.haifaPartner,
    to: [alice],
    subject: 'הצעת מחיר מעודכנת (Heron 2)',
    body: plainText(['שלום אליס,', 'מצורפת הצעת המחיר המעודכנת. נשמח לשמוע ממך.', 'נועם']),
    culture: 'he-IL',
    receivedAt: at(-10, '11:30:45.250'),
  },
  {
    name: 'unusual/hindi',
    from: partners.punePartner,
    to: [alice],
    subject: 'अगले सप्ताह की बैठक का कार्यक्रम',
    body: plainText(['नमस्ते एलिस,', 'अगले सप्ताह की बैठक का कार्यक्रम भेज रही हूँ। कृपया देख लें।', 'अनन्या']),
    culture: 'hi-IN',
    receivedAt: at(-14, '04:50:12.375'),
  },
  {
    name: 'unusual/emoji',
    from: dave,
    to: [alice, bob],
    subject: 'We did it 🎉 👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇯🇵',
    body: plainText(['Order signed! 🥳 Cake at three 🍰, the whole 👨‍👩‍👧 is invited.']),
    receivedAt: at(-2, '14:58:03.875'),
  },
];

const subjects = ({ at }: Moments): readonly Mail[] => {
  const about = (name: string, subject: string | undefined, text: string, days: number): Mail => ({
    name: `unusual/subject-${name}`,
    from: services.tickets,
    to: [alice],
    subject,
    body: plainText([text]),
    receivedAt: at(days, '10:20:30.450'),
  });
  return [
    about(
      'long',
      `Minutes of the meeting on ${'scope, budget, staffing and the many open questions of the project, '.repeat(8)}part 1`,
      'The subject of this mail has more than 255 characters.',
      -23,
    ),
    about('empty', '', 'The subject of this mail is empty.', -24),
    about('missing', undefined, 'This mail has no subject at all.', -25),
    about(
      'xml',
      '<t:Subject>Is this <b>XML</b>?</t:Subject> &amp; &#x41; <!-- no -->',
      'The subject of this mail looks like XML, and is not.',
      -26,
    ),
    about('cdata', '<![CDATA[ not character data ]]> ]]>', 'The subject of this mail looks like a CDATA section.', -28),
    about('spaces', '  two spaces before,   three within,\tone tab, and one after ', 'White space matters here.', -29),
    about(
      'quotes',
      `"Double", 'single', \`back\` and \\ backslash; 100 % {{braces}} \${dollar}`,
      'Quotes of every kind.',
      -30,
    ),
    about(
      'combining',
      'Cafe\u0301 and Café, Zalgo: H\u0335\u0321e\u0336\u0322l\u0337\u0323p\u0338\u0324, Ｆｕｌｌｗｉｄｔｈ',
      'The same word composed and decomposed.',
      -31,
    ),
    about(
      'bidi',
      'Invoice \u202Efdp.exe and a word joiner\u2060here',
      'The subject of this mail overrides the direction of text.',
      -32,
    ),
  ];
};
