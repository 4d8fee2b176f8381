import type { BrowserContext, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { node } from '../../src/emulator/xml/xml.ts';
import { message } from '../emulator/elements.ts';
import { xssVectors } from '../graphql/html/xss-vectors.ts';
import { journeyOfTest } from '../journeys/journey-of-test.ts';
import type { Answer } from '../journeys/start.ts';
import { chromiumOfTest, describeWithChromium } from './chromium.ts';

/** Bytes that the bodies are cut at, besides being read whole. */
const cuts = [17, 40, 77, 130] as const;

interface Bodies {
  readonly mailbox: {
    readonly inbox: {
      readonly messages: {
        readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
        readonly nodes: readonly Readonly<Record<string, { readonly html: string | null } | null>>[];
      };
    };
  };
}

/** Each as the only body of a mail that arrives, is read over GraphQL and given to a page: whole, and cut at several lengths. */
const throughTheGateway = async (bodies: readonly string[]): Promise<readonly string[]> => {
  const journey = await journeyOfTest({ seed: 'empty' });
  for (const [index, body] of bodies.entries()) {
    const minute = String(index % 60).padStart(2, '0');
    const hour = String(Math.floor(index / 60)).padStart(2, '0');
    journey.emulator.deliver('alice@example.test', 'inbox', {
      element: message({ 't:ItemClass': 'IPM.Note', 't:Subject': `vector ${index}` }, [
        node('t:Body', { BodyType: 'HTML' }, body),
        node('t:Size', String(body.length)),
        node('t:DateTimeReceived', `2026-01-05T${hour}:${minute}:00Z`),
        node('t:IsRead', 'false'),
      ]),
      attachments: [],
    });
  }
  const shown: string[] = [];
  for (let after: string | null = null; ;) {
    const answer: Answer<Bodies> = await journey.query<Bodies>(
      `query ($after: String) { mailbox(address: "alice@example.test") { inbox { messages(first: 40, after: $after) {
        pageInfo { endCursor hasNextPage }
        nodes { whole: body(format: HTML) { html } ${cuts.map((bytes) => `cut${bytes}: body(format: HTML, maxBytes: ${bytes}) { html }`).join(' ')} }
      } } } }`,
      { after },
    );
    expect(answer.errors).toBeUndefined();
    const { nodes, pageInfo } = answer.data.mailbox.inbox.messages;
    for (const forms of nodes)
      for (const form of Object.values(forms)) shown.push(...(typeof form?.html === 'string' ? [form.html] : []));
    if (!pageInfo.hasNextPage) return shown;
    after = pageInfo.endCursor;
  }
};

/** A page that tells of anything that runs, asks, opens or navigates in it, in order. */
const watchedPage = async (context: BrowserContext, events: string[]): Promise<Page> => {
  const page = await context.newPage();
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    if (url === 'http://reader.test/')
      return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Mail</title>' });
    events.push(`asked for ${url}`);
    return route.abort();
  });
  await page.exposeFunction('tell', (what: string) => void events.push(what));
  await page.addInitScript(() => {
    const { tell } = globalThis as unknown as { tell: (what: string) => void };
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'msgbox'])
      Reflect.set(globalThis, name, () => tell(`ran ${name}`));
    document.addEventListener('submit', (event) => {
      event.preventDefault();
      tell('submitted');
    });
    document.addEventListener('securitypolicyviolation', () => tell('met a policy'));
  });
  page.on('dialog', (dialog) => {
    events.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('page', () => void events.push('opened a window'));
  await page.goto('http://reader.test/');
  page.on('framenavigated', (frame) => {
    if (frame.url() !== 'about:srcdoc' && frame.url() !== 'about:blank') events.push(`went to ${frame.url()}`);
  });
  return page;
};

/**
 * Runs in the page: puts HTML into a document of its own and, three times over, into an element by what the one before became. Answers what a
 * reader of the resulting DOM would call active.
 */
const putIntoPage = async (html: string): Promise<readonly string[]> => {
  const elements =
    /^(?:A|ABBR|ADDRESS|ARTICLE|ASIDE|B|BDI|BDO|BIG|BLOCKQUOTE|BR|CAPTION|CENTER|CITE|CODE|COL|COLGROUP|DD|DEL|DFN|DIV|DL|DT|EM|FIGCAPTION|FIGURE|FONT|FOOTER|H[1-6]|HEADER|HR|I|IMG|INS|KBD|LI|MAIN|MARK|NAV|OL|P|PRE|Q|RP|RT|RUBY|S|SAMP|SECTION|SMALL|SPAN|STRIKE|STRONG|SUB|SUP|TABLE|TBODY|TD|TFOOT|TH|THEAD|TIME|TR|TT|U|UL|VAR|WBR)$/;
  const passive =
    /^(?:abbr|align|alt|bgcolor|border|cellpadding|cellspacing|color|colspan|datetime|dir|face|height|lang|nowrap|rel|rowspan|scope|size|span|start|style|target|title|type|valign|value|width)$/;
  const found: string[] = [];
  const examine = (root: Element): void => {
    for (const element of root.querySelectorAll('*')) {
      if (!elements.test(element.tagName)) found.push(`element ${element.tagName}`);
      for (const { name, value } of element.attributes) {
        if (passive.test(name)) continue;
        if (name === 'href' && element instanceof root.ownerDocument.defaultView!.HTMLAnchorElement) {
          if (!['http:', 'https:', 'mailto:', 'tel:'].includes(element.protocol)) found.push(`link to ${value}`);
        } else if (name !== 'src' || !value.startsWith('data:image/'))
          found.push(`${element.tagName} ${name}=${value}`);
      }
      const style = root.ownerDocument.defaultView!.getComputedStyle(element);
      if (style.position !== 'static') found.push(`position ${style.position}`);
      for (const property of [
        'background-image',
        'list-style-image',
        'border-image-source',
        'mask-image',
        'content',
        'cursor',
        'filter',
      ])
        if (style.getPropertyValue(property).includes('url('))
          found.push(`${property} ${style.getPropertyValue(property)}`);
      for (const side of ['top', 'left', 'right', 'bottom'])
        if (Number.parseFloat(style.getPropertyValue(`margin-${side}`)) < 0) found.push(`negative margin`);
      for (const type of [
        'mouseover',
        'mouseenter',
        'focus',
        'blur',
        'pointerover',
        'error',
        'load',
        'toggle',
        'animationend',
      ])
        element.dispatchEvent(new root.ownerDocument.defaultView!.Event(type));
    }
  };
  const frame = document.createElement('iframe');
  const loaded = new Promise((resolve) => {
    frame.addEventListener('load', resolve);
    setTimeout(resolve, 300);
  });
  frame.srcdoc = `<!doctype html><body>${html}`;
  document.body.append(frame);
  await loaded;
  const body = frame.contentDocument?.body;
  if (body === undefined || body === null) found.push('the frame went elsewhere');
  else examine(body);
  let written = html;
  for (let round = 0; round < 3; round += 1) {
    const element = document.createElement('div');
    element.innerHTML = written;
    document.body.append(element);
    examine(element);
    written = element.innerHTML;
    element.remove();
  }
  frame.remove();
  return [...new Set(found)];
};

/** All of it; what happened outside the DOM stands under `events`. */
const examined = async (htmls: readonly string[]) => {
  let browser = await chromiumOfTest();
  const events: string[] = [];
  let page = await watchedPage(await browser.newContext(), events);
  const found: (readonly [html: string, found: readonly string[], events: readonly string[]])[] = [];
  for (const html of htmls) {
    const before = events.length;
    // Nothing that was sanitised makes the page leave; what does so has done its harm, and may go on leaving: the next one has a page of its own.
    const active = await page.evaluate(putIntoPage, html).catch(() => ['the page left']);
    if (active.includes('the page left')) {
      await page.context().close();
      // Some bring the whole browser down.
      if (!browser.isConnected()) browser = await chromiumOfTest();
      page = await watchedPage(await browser.newContext(), events);
    }
    if (active.length > 0 || events.length > before) found.push([html, active, events.slice(before)]);
  }
  // What was started may take a moment to be seen.
  await page.waitForTimeout(500);
  return { found, events };
};

describeWithChromium('published attacks in Chromium', () => {
  it('do nothing in a page that shows what the gateway made of them, whole or cut', async () => {
    const shown = await throughTheGateway(xssVectors);
    expect(shown.length).toBeGreaterThan(xssVectors.length * 4);
    const { found, events } = await examined([...new Set(shown)]);
    expect(found).toEqual([]);
    expect(events).toEqual([]);
  }, 180_000);

  it('do harm where nobody sanitises, so that harm would be seen', async () => {
    const { found, events } = await examined(xssVectors);
    // The others attack browsers of other makes and times, or wait for a person.
    expect(found.length).toBeGreaterThan(250);
    expect(events.filter((event) => event.startsWith('ran')).length).toBeGreaterThan(100);
    expect(events.filter((event) => event.startsWith('asked for')).length).toBeGreaterThan(50);
  }, 180_000);
});
