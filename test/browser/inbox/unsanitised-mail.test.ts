import { expect, it } from 'vitest';
import { describeWithChromium } from '../chromium.ts';
import { builtInbox } from './built-inbox.ts';
import { listIsThere, openInbox, row } from './open-inbox.ts';

const inboxFolder = builtInbox();

const strike = "(top.struck = 1, parent.document.title = 'struck')";
const elsewhere = 'https://elsewhere.example.test';

/** What a mail would bring into the page if nobody had sanitised it. */
const hostile = `
  <base href="${elsewhere}/base/"><meta http-equiv="refresh" content="0;url=${elsewhere}/refresh">
  <link rel="stylesheet" href="${elsewhere}/style.css"><style>@import url(${elsewhere}/import.css); body { display: none }</style>
  <script>${strike}</script><script src="${elsewhere}/script.js"></script>
  <img src="/nothing" onerror="${strike}"><img src="${elsewhere}/pixel.png"><svg onload="${strike}"></svg>
  <iframe src="${elsewhere}/frame"></iframe><iframe srcdoc="<script>${strike}</script>"></iframe><object data="${elsewhere}/object"></object>
  <div style="background: url(${elsewhere}/background.png)">text</div>
  <p><a id="own" href="javascript:${strike}">in its frame</a></p>
  <p><a id="new" href="javascript:${strike}" target="_blank">in a window of its own</a></p>
  <p><a id="top" href="${elsewhere}/top" target="_top">instead of the inbox</a></p>
  <p><a id="frame" href="${elsewhere}/in-frame">instead of the mail</a></p>
  <form action="${elsewhere}/form"><button id="form">Send</button></form>`;

describeWithChromium('mail that came to the inbox as it was sent', () => {
  it('runs nothing, loads nothing and leads the page nowhere', async () => {
    const { page } = await openInbox({ inboxFolder: await inboxFolder() });
    const reached: string[] = [];
    await page.context().route(`${elsewhere}/**`, (route) => {
      reached.push(route.request().url());
      return route.fulfill({ status: 204 });
    });
    let replaced = 0;
    await page.route('**/graphql', async (route) => {
      if (!(route.request().postData() ?? '').includes('query OpenMessage')) return route.continue();
      const response = await route.fetch();
      const answer = (await response.json()) as {
        data?: { mailbox?: { message?: { body?: { content: string; format: string } | null } | null } | null } | null;
      };
      const body = answer.data?.mailbox?.message?.body;
      if (!body) return route.fulfill({ response });
      Object.assign(body, { content: hostile, format: 'HTML' });
      replaced += 1;
      return route.fulfill({ response, json: answer });
    });
    await listIsThere(page);
    await row(page, 'Architecture review').click();
    const mail = page.frameLocator('iframe.html-body');
    await mail.locator('#form').waitFor({ state: 'visible' });
    expect(replaced).toBeGreaterThan(0);
    const [title, address] = [await page.title(), page.url()];

    for (const id of ['own', 'new', 'top', 'form', 'frame']) await mail.locator(`#${id}`).click({ force: true });
    // Whatever a click has begun in this browser stands before this in its queue.
    await page.reload();
    await mail.locator('#form').waitFor({ state: 'visible' });

    expect([await page.title(), page.url(), await page.evaluate('top.struck')]).toEqual([title, address, undefined]);
    expect(reached).toEqual([]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});
