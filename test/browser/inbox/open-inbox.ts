import type { Browser, BrowserContextOptions, ConsoleMessage, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { journeyOfTest } from '../../journeys/journey-of-test.ts';
import { journeyDay, type Journey, type JourneyOptions } from '../../journeys/start.ts';
import { chromiumOfTest } from '../chromium.ts';

/** The inbox in a browser, and the mail server behind it. */
export interface Inbox {
  readonly journey: Journey;
  readonly browser: Browser;
  readonly page: Page;
  /** What went wrong on any page so far: errors of the console and of scripts, and requests that left this machine. */
  readonly complaints: readonly string[];
  /** Another person at another screen. */
  readonly openToo: (hash: string, options?: BrowserContextOptions) => Promise<Page>;
}

/** How an inbox is opened. */
export interface InboxOptions extends JourneyOptions {
  /** The screen, and where it stands; a laptop in Paris when absent. */
  readonly screen?: BrowserContextOptions;
  /** Where the browser goes instead of to the gateway itself. */
  readonly origin?: (journey: Journey) => Promise<string>;
}

/** Half past nine in Paris on the day of journeys. */
const now = new Date(journeyDay.getTime() + 8.5 * 3_600_000);

const laptop: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  timezoneId: 'Europe/Paris',
  locale: 'en-GB',
  colorScheme: 'light',
};

/** Playwright puts its clock into every frame, also into those where no script may run. */
const isOfTheClock = (message: ConsoleMessage): boolean =>
  message.location().url === 'about:srcdoc' && message.text().startsWith('Blocked script execution');

/** Starts a gateway with the demo around the day of journeys, and opens its front page on that day, wherever and whenever the test is run. */
export const openInbox = async ({ screen, origin: originOf, ...options }: InboxOptions): Promise<Inbox> => {
  const journey = await journeyOfTest(options);
  const origin = (await originOf?.(journey)) ?? journey.origin;
  const browser = await chromiumOfTest();
  const complaints: string[] = [];
  const openToo = async (hash: string, different?: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext({ ...laptop, ...screen, ...different });
    const page = await context.newPage();
    page.setDefaultTimeout(40_000);
    await page.clock.setFixedTime(now);
    page.on('console', (message) => {
      if (message.type() === 'error' && !isOfTheClock(message))
        complaints.push(`console: ${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => complaints.push(`page: ${error.message}`));
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (!['data:', 'blob:', 'about:'].includes(protocol) && hostname !== '127.0.0.1')
        complaints.push(`left: ${request.url()}`);
    });
    await page.goto(`${origin}/${hash}`);
    return page;
  };
  const page = await openToo('');
  return { journey, browser, page, complaints, openToo };
};

/** The row of the message whose subject is this; the newest where there are several. */
export const row = (page: Page, subject: string): Locator =>
  page
    .locator('.row a')
    .filter({ has: page.locator('.subject', { hasText: subject }) })
    .first();

/** Waits until a list is shown. */
export const listIsThere = (page: Page): Promise<void> => page.locator('.row a').first().waitFor();

/** Waits until new mail would come by itself. */
export const isLive = (page: Page): Promise<void> => page.locator('.live.live').waitFor();

/** How much is unread in a folder, as the tree says. */
export const unreadIn = async (page: Page, folder: string): Promise<number> => {
  const line = page.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name: folder }).first();
  return Number(/(\d+) unread/.exec((await line.textContent()) ?? '')?.[1] ?? 0);
};

/** The text of the message that is open, be it HTML in its frame or plain. */
export const openBody = (page: Page): Locator => page.frameLocator('iframe.html-body').locator('body');

/** Fails when a page complained. */
export const expectCalm = ({ complaints }: Inbox): void => expect(complaints).toEqual([]);
