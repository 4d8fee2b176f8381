import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Response } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { mail } from '../emulator/small-organization.ts';
import { startJourney } from '../journeys/start.ts';
import { chromiumOfTest, describeWithChromium } from './chromium.ts';

/** GraphiQL, and the mail server behind it. */
interface Opened {
  readonly page: Page;
  readonly emulator: Emulator;
  readonly complaints: readonly string[];
}

/** GraphiQL in a fresh browser, and what went wrong in it so far. */
const openGraphiql = async (): Promise<Opened> => {
  // Dated around today, as for a person: a tab asks for this week.
  const { origin, emulator, close } = await startJourney({ today: new Date() });
  onTestFinished(close);
  const browser = await chromiumOfTest();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && hostname !== '127.0.0.1') complaints.push(`left: ${request.url()}`);
  });
  const introspected = page.waitForResponse((response) => isIntrospection(response) && response.ok());
  await page.goto(`${origin}/graphql`, { waitUntil: 'load' });
  await introspected;
  await page.locator('.graphiql-query-editor .view-lines').waitFor();
  return { page, emulator, complaints };
};

/** For a person who wants to see what the test saw: DEBUG=1 prints where the picture is. */
const takePicture = async (page: Page, name: string): Promise<void> => {
  const path = join(await mkdtemp(join(tmpdir(), 'graphiql-')), `${name}.png`);
  await page.screenshot({ path });
  if (process.env['DEBUG'] !== undefined) process.stdout.write(`${path}\n`);
};

describeWithChromium('GraphiQL in Chromium', () => {
  it('runs its first tab and shows rows of the inbox', async () => {
    const { page, complaints } = await openGraphiql();
    const answer = await execute(page);
    const rows = answer.data?.mailbox?.inbox?.messages?.nodes ?? [];
    expect(rows).toHaveLength(20);
    // What begins a subject and fits into a line: which mail is newest depends on the day.
    const beginning = rows
      .map((row) => /^[\w :-]{8,30}/.exec(row.subject ?? '')?.[0])
      .find((text) => text !== undefined);
    if (beginning === undefined) throw new Error('no row has a subject that can be looked for');
    await scrollTo(page, beginning.trim());
    await takePicture(page, 'first-tab');
    expect(complaints).toEqual([]);
  }, 60_000);

  it('runs every other tab without an error', async () => {
    const { page, complaints } = await openGraphiql();
    for (const name of ['OpenMessage', 'Search', 'Week', 'Send']) {
      await goToTab(page, name);
      const answer = await execute(page);
      expect(answer.errors, name).toBeUndefined();
      expect(JSON.stringify(answer.data), name).toContain('"subject"');
      await takePicture(page, name);
    }
    expect(complaints).toEqual([]);
  }, 60_000);

  it('shows new mail as it comes in the tab that listens', async () => {
    const { page, emulator, complaints } = await openGraphiql();
    await goToTab(page, 'Live');
    const shown = page.locator('.graphiql-response .view-lines');
    const showsText = async (text: string): Promise<boolean> =>
      (await shown.innerText()).replaceAll('\u00A0', ' ').includes(text);
    const streaming = page.waitForResponse((response) => response.headers()['content-type'] === 'text/event-stream');
    await run(page, () => streaming);
    await expect.poll(() => showsText('STARTED'), { timeout: 30_000 }).toBe(true);
    for (const subject of ['First of the day', 'Second of the day']) {
      emulator.deliver('alice@example.test', 'inbox', mail(subject));
      await expect.poll(() => showsText(subject), { timeout: 30_000 }).toBe(true);
    }
    await takePicture(page, 'live');
    await page.locator('button.graphiql-execute-button').click();
    await expect.poll(() => emulator.notifications.open().length, { timeout: 30_000 }).toBe(0);
    expect(complaints).toEqual([]);
  }, 90_000);

  it('completes a field from its first letters', async () => {
    const { page, complaints } = await openGraphiql();
    await page.getByRole('button', { name: 'New tab' }).click();
    await page.locator('.graphiql-query-editor .monaco-editor').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('{ mailb');
    const suggestion = page
      .locator('.suggest-widget .monaco-list-row')
      .filter({ hasText: /^mailbox/ })
      .first();
    await suggestion.waitFor();
    await takePicture(page, 'completion');
    expect(await suggestion.innerText()).toContain('mailbox');
    expect(complaints).toEqual([]);
  }, 60_000);

  it('explains the schema beside the editor', async () => {
    const { page, complaints } = await openGraphiql();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const explorer = page.locator('.graphiql-doc-explorer');
    await explorer.getByText('Query', { exact: true }).first().click();
    await explorer.getByText('mailboxes', { exact: true }).first().waitFor();
    await takePicture(page, 'docs');
    expect(await explorer.innerText()).toMatch(/mailbox/i);
    expect(complaints).toEqual([]);
  }, 60_000);
});

interface MailScreen {
  readonly errors?: readonly unknown[];
  readonly data?: {
    readonly mailbox?: {
      readonly inbox?: { readonly messages?: { readonly nodes: readonly { readonly subject?: string }[] } };
    };
  };
}

const isIntrospection = (response: Response): boolean =>
  response.request().postData()?.includes('IntrospectionQuery') === true;

/** Goes to a tab by keyboard: tabs can be dragged, and on a busy machine a click counts as the beginning of it. */
const goToTab = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).press('Enter');
  await page.locator('.graphiql-query-editor .view-lines').getByText(name).first().waitFor();
};

/** Presses the execute button until something comes of it. */
const run = async (page: Page, outcome: () => Promise<unknown>): Promise<void> => {
  const confusion = page.locator('.graphiql-response').getByText('Cannot infer operation').first();
  // For a moment after a change of tab, GraphiQL looks in the new tab for the operation of the old one: it says so, and is asked again.
  for (let presses = 0; presses < 20; presses += 1) {
    await page.locator('button.graphiql-execute-button').click();
    await Promise.race([outcome(), page.waitForTimeout(300)]);
    if (!(await confusion.isVisible())) break;
  }
};

/** Presses the execute button; answers what came back to the page. */
const execute = async (page: Page): Promise<MailScreen> => {
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'POST' && !isIntrospection(response),
  );
  await run(page, () => answered);
  return (await (await answered).json()) as MailScreen;
};

/** Turns the pages of the result until a text is in view: the pane holds no other lines. Throws when it never comes. */
const scrollTo = async (page: Page, text: string): Promise<void> => {
  const pane = page.locator('.graphiql-response .view-lines');
  await pane.getByText('{').first().waitFor();
  await pane.click();
  for (let pages = 0; pages < 60; pages += 1) {
    // The editor draws spaces as no-break spaces.
    if ((await pane.innerText()).replaceAll('\u00A0', ' ').includes(text)) return;
    await page.keyboard.press('PageDown');
    await page.waitForTimeout(100);
  }
  throw new Error(`the result never showed ${text}`);
};
