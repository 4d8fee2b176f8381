import { inlineImage } from './attachment-content.ts';
import type { Mail } from './mail.ts';
import type { Moments } from './moments.ts';
import { alice, carol, dave, partners, services } from './people.ts';
import { htmlDocument, htmlParagraphs } from './prose.ts';

/** HTML mail: harmless, careless and hostile. What must not reach a browser is in the hostile ones, in many spellings. */
export const htmlMails = (moments: Moments): readonly Mail[] => [
  newsletter(moments),
  scripts(moments),
  trackers(moments),
  inlineImages(moments),
  wideTable(moments),
  tagSoup(moments),
];

const newsletter = ({ at }: Moments): Mail => ({
  name: 'html/newsletter',
  from: services.newsletter,
  to: [alice],
  replyTo: [{ name: 'The Weekly Sketch, letters', address: 'letters@weekly-sketch.example.org' }],
  subject: 'The Weekly Sketch 41: drawing with one line ✏️',
  receivedAt: at(0, '05:30:00.125'),
  headers: [
    ['List-Unsubscribe', '<https://weekly-sketch.example.org/u/8c1f>'],
    ['List-Id', 'The Weekly Sketch <weekly.weekly-sketch.example.org>'],
    ['Precedence', 'bulk'],
  ],
  body: {
    type: 'HTML',
    content: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The Weekly Sketch</title>
<style>body{background:#f6f1e7 url(https://img.weekly-sketch.example.org/paper.png)} .card{border-radius:8px;padding:16px;background:#fff} h1{font-family:Georgia,serif}</style></head>
<body><div style="display:none;max-height:0">One line, ten minutes, no eraser.</div>
<table width="600" align="center" cellpadding="0" cellspacing="0"><tr><td class="card">
<img src="https://img.weekly-sketch.example.org/header-41.jpg" alt="The Weekly Sketch" width="568">
<h1>One line, ten minutes, no eraser</h1>
<p>Put the pen down once and do not lift it until the cup is a cup. It will look wrong. <b>That is the point.</b></p>
<p><a href="https://weekly-sketch.example.org/41?utm_source=mail&amp;utm_campaign=41">See what readers drew last week</a></p>
<ul><li>Exercise: your other hand</li><li>Book: <i>Lines</i></li><li>Letter of the week</li></ul>
<p style="font-size:11px;color:#888">You get this because you asked for it. <a href="https://weekly-sketch.example.org/u/8c1f">Unsubscribe</a></p>
</td></tr></table>
<img src="https://track.weekly-sketch.example.org/open?id=8c1f" width="1" height="1" alt=""></body></html>`,
  },
});

const scripts = ({ at }: Moments): Mail => ({
  name: 'html/scripts',
  from: { name: 'Prize Office', address: 'winner@prizes.example.com' },
  to: [alice],
  subject: 'You have been selected!!! Open in your browser',
  receivedAt: at(-16, '03:12:44.875'),
  body: {
    type: 'HTML',
    content: `<html><head><script>window.stolen = document.cookie;</script><meta http-equiv="refresh" content="0;url=https://prizes.example.com/"><base href="https://prizes.example.com/"></head>
<body onload="alert('onload')">
<h2 onclick="alert(1)" style="color:green">Congratulations, Alice!</h2>
<p>You won a <em>very</em> nice prize.</p>
<script src="https://prizes.example.com/evil.js"></script><SCRIPT>alert('upper case')</SCRIPT><scr<script>ipt>alert('nested')</scr</script>ipt>
<a href="javascript:alert('link')">Claim it</a> <a href="JaVaScRiPt:alert(1)">or here</a> <a href="&#106;avascript:alert(1)">or here</a> <a href=" java
script:alert(1)">or here</a> <a href="data:text/html,<script>alert(1)</script>">or here</a> <a href="vbscript:msgbox(1)">or here</a>
<img src="x" onerror="alert('onerror')"><svg onload="alert('svg')"><script>alert('svg script')</script></svg>
<iframe src="https://prizes.example.com/frame"></iframe><object data="https://prizes.example.com/o.swf"></object><embed src="https://prizes.example.com/e.swf">
<form action="https://prizes.example.com/collect" method="post"><input name="password" type="password"><button formaction="javascript:alert(1)">Go</button></form>
<div style="width:expression(alert(1));background-image:url('javascript:alert(1)');position:fixed;top:0;left:0">over everything</div>
<math><mtext><table><mglyph><style><img src=x onerror=alert('mxss')></style></mglyph></table></mtext></math>
<!--[if mso]><p>conditional</p><![endif]--><p id="location" name="cookie">Yours, the Prize Office</p></body></html>`,
  },
});

const trackers = ({ at }: Moments): Mail => ({
  name: 'html/trackers',
  from: services.shop,
  to: [alice],
  subject: 'Did you forget something in your basket?',
  receivedAt: at(-5, '17:20:09.375'),
  headers: [['List-Unsubscribe', '<mailto:leave@paper-pixel.example.com>, <https://paper-pixel.example.com/leave>']],
  body: {
    type: 'HTML',
    content: `<html><head><link rel="stylesheet" href="https://cdn.paper-pixel.example.com/mail.css">
<style>@import url("https://cdn.paper-pixel.example.com/fonts.css"); .hero{background-image:url(https://track.paper-pixel.example.com/css?u=1)} @font-face{font-family:P;src:url(//cdn.paper-pixel.example.com/p.woff)}</style></head>
<body background="https://track.paper-pixel.example.com/body?u=1">
<div class="hero" style="background:url(&quot;https://track.paper-pixel.example.com/inline?u=1&quot;) no-repeat">Two notebooks are waiting for you.</div>
<img src="http://track.paper-pixel.example.com/pixel.gif?u=alice" width="1" height="1"><img src="//track.paper-pixel.example.com/p2.gif" style="display:none">
<img srcset="https://cdn.paper-pixel.example.com/a.jpg 1x, https://cdn.paper-pixel.example.com/a2.jpg 2x" alt="Notebook">
<picture><source srcset="https://cdn.paper-pixel.example.com/b.webp"><img src="https://cdn.paper-pixel.example.com/b.jpg" alt="Pens"></picture>
<table background="https://cdn.paper-pixel.example.com/t.png"><tr><td><a href="https://paper-pixel.example.com/basket">To your basket</a></td></tr></table>
<video poster="https://track.paper-pixel.example.com/poster.jpg" src="https://cdn.paper-pixel.example.com/v.mp4"></video></body></html>`,
  },
});

const inlineImages = ({ at }: Moments): Mail => ({
  name: 'html/inline-images',
  from: dave,
  to: [alice],
  cc: [carol],
  subject: 'Logo, version 3 (pictures inside)',
  receivedAt: at(-2, '13:05:27.250'),
  attachments: [
    inlineImage('logo-blue.png', 'logo-blue@example.test', [20, 80, 190]),
    inlineImage('logo-red.png', 'logo-red@example.test', [200, 40, 40]),
  ],
  body: {
    type: 'HTML',
    content: htmlDocument(
      `${htmlParagraphs(['Hi Alice,', 'blue or red? I prefer blue, Carol prefers red, the printer does not care.'])}
<p><img src="cid:logo-blue@example.test" alt="Blue logo" width="48" height="48"> <img src="CID:logo-red@example.test" alt="Red logo" width="48" height="48"></p>
<p><img src="cid:lost@example.test" alt="(this one got lost on the way)"></p>
${htmlParagraphs(['Dave'])}`,
    ),
  },
});

const wideTable = ({ at }: Moments): Mail => {
  const rows = Array.from(
    { length: 40 },
    (_, row) =>
      `<tr>${Array.from({ length: 6 }, (__, column) => `<td style="border:1px solid #999;padding:2px 6px">${(row * 7 + column * 13) % 97}.${row % 10}</td>`).join('')}</tr>`,
  );
  return {
    name: 'html/table',
    from: partners.acmeEngineer,
    to: [alice],
    subject: 'Readings of last night',
    receivedAt: at(-9, '06:45:00.625'),
    body: {
      type: 'HTML',
      content: htmlDocument(
        `${htmlParagraphs(['Dear Alice,', 'all 40 readings, one row each. Rows 12 and 31 look odd to me.'])}<table style="border-collapse:collapse">${rows.join('\r\n')}</table>${htmlParagraphs(['Tomás'])}`,
      ),
    },
  };
};

const tagSoup = ({ at }: Moments): Mail => ({
  name: 'html/tag-soup',
  from: { name: 'Old Fax Gateway', address: 'fax@gateway.example.org' },
  to: [alice],
  subject: 'FAX from +49 30 5550 117 (2 pages)',
  receivedAt: at(-48, '11:11:11.500'),
  body: {
    type: 'HTML',
    content:
      '<BODY BGCOLOR=white><FONT FACE=Arial>Fax received<BR>Pages: 2<P><B>not closed <I>crossed</B> over</I><TABLE><TD>no row<LI>stray item</UL><A HREF=https://gateway.example.org/fax/117>Open & print</A> &nbsp;&copy;&unknown; 5 < 6 <o:p></o:p>',
  },
});
