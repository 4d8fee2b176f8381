import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, it, onTestFinished, vi } from 'vitest';
import { node } from '../../src/emulator/xml/xml.ts';
import { message } from '../emulator/elements.ts';
import { journeyOfTest } from '../journeys/journey-of-test.ts';
import { chromiumOfTest, describeWithChromium } from './chromium.ts';

interface HostileFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: string | Uint8Array;
}

/** Tells the test's own server that it ran, from wherever it runs; the server's address is put in for `CANARY`. */
const tells = "new Image().src='CANARY/ran';try{parent.postMessage('ran','*')}catch(e){}";
const html = `<!doctype html><title>Hostile</title><body onload="${tells}"><img src="CANARY/image"><script>${tells}</script><iframe src="CANARY/frame"></iframe><form action="CANARY/form"></form><meta http-equiv="refresh" content="0;url=CANARY/refresh">`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${tells}"><script>${tells}</script><image href="CANARY/image" width="1" height="1"/></svg>`;
const pdf = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL("CANARY/pdf"))>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/AA<</O<</S/URI/URI(CANARY/open)>>>>>>endobj
trailer<</Root 1 0 R>>`;

const files: readonly HostileFile[] = [
  { name: 'page.html', contentType: 'text/html', content: html },
  { name: 'page with a charset.html', contentType: 'text/html; charset=utf-8', content: html },
  {
    name: 'page in another charset.html',
    contentType: 'text/html;charset="utf-7"',
    content: `+ADw-script+AD4-${tells}+ADw-/script+AD4-`,
  },
  {
    name: 'page.xhtml',
    contentType: 'application/xhtml+xml',
    content: `<html xmlns="http://www.w3.org/1999/xhtml"><body onload="${tells}"/></html>`,
  },
  { name: 'drawing.svg', contentType: 'image/svg+xml', content: svg },
  { name: 'drawing in capitals.svg', contentType: 'IMAGE/SVG+XML', content: svg },
  {
    name: 'feed.xml',
    contentType: 'text/xml',
    content: `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="CANARY/xsl"?><x:html xmlns:x="http://www.w3.org/1999/xhtml"><x:script>${tells}</x:script></x:html>`,
  },
  {
    name: 'sheet.xsl',
    contentType: 'application/xslt+xml',
    content: `<x:html xmlns:x="http://www.w3.org/1999/xhtml"><x:script>${tells}</x:script></x:html>`,
  },
  { name: 'paper.pdf', contentType: 'application/pdf', content: pdf },
  {
    name: 'mail.mht',
    contentType: 'multipart/related',
    content: `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n${html}\r\n--x--`,
  },
  {
    name: 'mail.mhtml',
    contentType: 'message/rfc822',
    content: `MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n${html}`,
  },
  {
    name: 'parts',
    contentType: 'multipart/x-mixed-replace',
    content: `--x\r\nContent-Type: text/html\r\n\r\n${html}\r\n--x--`,
  },
  { name: 'code.js', contentType: 'text/javascript', content: tells },
  { name: 'code in capitals.js', contentType: 'Application/X-JavaScript; charset=utf-8', content: tells },
  { name: 'style.css', contentType: 'text/css', content: 'body{background:url(CANARY/css)}' },
  { name: 'no type at all', contentType: '', content: html },
  { name: 'half a type', contentType: 'text', content: html },
  { name: 'two types.png', contentType: 'image/png, text/html', content: html },
  {
    name: 'a header in the type.png',
    contentType: 'image/png\r\nContent-Type: text/html\r\nContent-Disposition: inline',
    content: html,
  },
  { name: 'a page that claims to be a picture.png', contentType: 'image/png', content: html },
  { name: 'a drawing that claims to be a picture.gif', contentType: 'image/gif', content: svg },
  { name: 'text.txt', contentType: 'text/plain', content: html },
  { name: 'cache.appcache', contentType: 'text/cache-manifest', content: 'CACHE MANIFEST\nFALLBACK:\n/ /x' },
  { name: 'quotes"; inline; filename="x.html', contentType: 'text/html', content: html },
  { name: 'lines\r\nContent-Disposition: inline\r\n\r\n<script>.html', contentType: 'text/html', content: html },
  { name: 'invoice\u202Efdp.html', contentType: 'text/html', content: html },
  { name: '../../../../etc/passwd', contentType: 'text/html', content: html },
];

/** A server of the test's own that notes who asks it for anything: proof that something ran or loaded. */
const canary = async (): Promise<{ readonly origin: string; readonly asked: string[] }> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
};

interface Attached {
  readonly name: string;
  readonly downloadUrl: string;
}

/** The files as attachments of one mail, and the links that the gateway gives out for them. */
const links = async (canaryOrigin: string): Promise<readonly Attached[]> => {
  const journey = await journeyOfTest({ seed: 'empty' });
  journey.emulator.deliver('alice@example.test', 'inbox', {
    element: message({ 't:ItemClass': 'IPM.Note', 't:Subject': 'Files' }, [
      node('t:Body', { BodyType: 'Text' }, 'See the files'),
      node('t:Size', '1000'),
      node('t:DateTimeReceived', '2026-01-05T08:00:00Z'),
    ]),
    attachments: files.map(({ name, contentType, content }) => {
      const bytes = Buffer.from(String(content).replaceAll('CANARY', canaryOrigin));
      return { kind: 'file', name, contentType, isInline: false, size: bytes.length, content: () => bytes } as const;
    }),
  });
  const answer = await journey.query<{
    readonly mailbox: {
      readonly inbox: {
        readonly messages: { readonly nodes: readonly { readonly attachments: readonly Attached[] }[] };
      };
    };
  }>(
    `{ mailbox(address: "alice@example.test") { inbox { messages { nodes { attachments { ... on FileAttachment { name downloadUrl } } } } } } }`,
  );
  expect(answer.errors).toBeUndefined();
  return answer.data.mailbox.inbox.messages.nodes.flatMap(({ attachments }) => attachments);
};

/** Opens an address as a click does. */
const opened = async (context: BrowserContext, url: string): Promise<'download' | 'picture' | 'page' | 'nothing'> => {
  const page = await context.newPage();
  const download = page.waitForEvent('download', { timeout: 5_000 }).catch(() => undefined);
  const response = await page.goto(url, { timeout: 5_000 }).catch(() => null);
  const result =
    response === null ? ((await download) === undefined ? 'nothing' : 'download') : await kindOfDocument(page);
  await page.close();
  return result;
};

/** A picture by itself is a document of the browser's own around one `img`. Whatever went on elsewhere was a page. */
const kindOfDocument = (page: Page): Promise<'picture' | 'page'> =>
  page
    .evaluate(() => {
      const { body } = document;
      return body.children.length === 1 && body.children[0]?.tagName === 'IMG' && document.scripts.length === 0
        ? 'picture'
        : 'page';
    })
    .catch(() => 'page');

/** Every way in which a page of somebody else's may use an address. */
const embeddings = (url: string): string =>
  `<iframe src="${url}"></iframe><object data="${url}"></object><embed src="${url}"><img src="${url}"><script src="${url}"></script>
   <script type="module" src="${url}"></script><link rel="stylesheet" href="${url}"><video src="${url}"></video><svg><use href="${url}#x"/></svg>
   <script>addEventListener('message', (event) => tell(String(event.data)));</script>`;

const pictures = /claims to be a picture/;

describeWithChromium('downloads in Chromium', () => {
  it('are saved and never opened as a page, whatever they claim to be, with ?inline=1 too', async () => {
    const { origin, asked } = await canary();
    const attached = await links(origin);
    expect(attached).toHaveLength(files.length);
    const browser = await chromiumOfTest();
    const context = await browser.newContext({ acceptDownloads: true });
    for (const { name, downloadUrl } of attached) {
      expect(await opened(context, downloadUrl), name).toBe('download');
      // A picture that is none is shown as a broken one; it is not read as anything else.
      expect(await opened(context, `${downloadUrl}&inline=1`), name).toBe(pictures.test(name) ? 'picture' : 'download');
    }
    expect(asked).toEqual([]);
  }, 180_000);

  it('are saved under names without paths, line breaks or marks of direction', async () => {
    const { origin } = await canary();
    const attached = await links(origin);
    const browser = await chromiumOfTest();
    const page = await browser.newPage();
    for (const { name, downloadUrl } of attached) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.goto(downloadUrl).catch(() => undefined),
      ]);
      expect(download.suggestedFilename(), name).toMatch(/^[^\p{Cc}/\\<>:"|?*\u202A-\u202E]+$/u);
      expect(download.suggestedFilename(), name).not.toMatch(/^\./);
    }
  }, 120_000);

  it('run nothing and load nothing inside a page of somebody else, however they are embedded', async () => {
    const { origin, asked } = await canary();
    const attached = await links(origin);
    const browser = await chromiumOfTest();
    const context = await browser.newContext();
    const told: string[] = [];
    await context.exposeFunction('tell', (what: string) => void told.push(what));
    for (const { name, downloadUrl } of attached) {
      for (const url of [downloadUrl, `${downloadUrl}&inline=1`]) {
        const page = await context.newPage();
        await page.route('http://elsewhere.test/', (route) =>
          route.fulfill({ contentType: 'text/html', body: embeddings(url.replaceAll('&', '&amp;')) }),
        );
        await page.goto('http://elsewhere.test/', { waitUntil: 'load', timeout: 10_000 }).catch(() => undefined);
        await page.close();
        // A style sheet of a mail is style to the page that asks for it by name, and nothing else.
        expect(
          asked.filter((path) => path !== '/css'),
          name,
        ).toEqual([]);
        expect(told, name).toEqual([]);
      }
    }
  }, 180_000);

  it('would be seen to run without the headers', async () => {
    const { origin, asked } = await canary();
    const bare = createServer((request, response) => {
      const file = files[Number(request.url?.slice(1))];
      response.writeHead(200, { 'content-type': file?.contentType.split(/[\r\n]/)[0] ?? '' });
      response.end(String(file?.content).replaceAll('CANARY', origin));
    });
    await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      bare.closeAllConnections();
      bare.close();
    });
    const browser = await chromiumOfTest();
    const context = await browser.newContext();
    const { port } = bare.address() as AddressInfo;
    for (const index of [0, 4]) {
      asked.length = 0;
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${port}/${index}`, { waitUntil: 'commit' });
      await vi.waitFor(() => expect(asked, files[index]?.name).toContain('/ran'), 20_000);
    }
  }, 60_000);
});
