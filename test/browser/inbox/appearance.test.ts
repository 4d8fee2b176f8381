import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWithChromium } from '../chromium.ts';
import { builtInbox } from './built-inbox.ts';
import { expectCalm, isLive, listIsThere, openInbox, row } from './open-inbox.ts';

const inboxFolder = builtInbox();
const axe = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));

/** What hinders people, as axe-core finds it: its serious and critical rules, and where they are broken. */
const hindrances = async (page: Page): Promise<readonly string[]> => {
  // Not a script of the page, whose policy would not let it in.
  await page.evaluate(await readFile(axe, 'utf8'));
  const { violations } = (await page.evaluate(
    "axe.run(document, { iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })",
  )) as AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
};

const background = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

describeWithChromium('how the inbox looks', () => {
  it.each(['light', 'dark'] as const)('hinders nobody, in %s colours', async (colorScheme) => {
    const inbox = await openInbox({ inboxFolder: await inboxFolder(), screen: { colorScheme } });
    const { page } = inbox;
    await Promise.all([listIsThere(page), isLive(page)]);
    expect(await hindrances(page), 'the list').toEqual([]);
    await row(page, 'Architecture review').click();
    await page.getByRole('region', { name: 'Meeting' }).waitFor();
    expect(await hindrances(page), 'a message').toEqual([]);
    await page.keyboard.press('m');
    await page.getByRole('dialog', { name: 'Move to' }).waitFor();
    expect(await hindrances(page), 'the choice of a folder').toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await page.getByRole('dialog', { name: 'Forward' }).waitFor();
    expect(await hindrances(page), 'writing').toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('2');
    await page.locator('.week[aria-busy=false] .event').first().waitFor();
    expect(await hindrances(page), 'the calendar').toEqual([]);
    expectCalm(inbox);
  });

  it('follows the colours of the machine until its reader chooses others, and remembers them', async () => {
    const inbox = await openInbox({ inboxFolder: await inboxFolder() });
    const { page } = inbox;
    await listIsThere(page);
    const light = await background(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => background(page)).not.toBe(light);
    const dark = await background(page);
    await page.getByRole('button', { name: 'Light colours' }).click();
    await expect.poll(() => background(page)).toBe(light);
    await page.reload();
    await listIsThere(page);
    expect(await background(page)).toBe(light);
    await page.keyboard.press('d');
    await expect.poll(() => background(page)).toBe(dark);
    expectCalm(inbox);
  });

  it('shows one thing at a time on a telephone, and nothing sideways', async () => {
    const inbox = await openInbox({
      inboxFolder: await inboxFolder(),
      screen: { viewport: { width: 390, height: 780 } },
    });
    const { page } = inbox;
    await listIsThere(page);
    await page.getByRole('button', { name: 'Folders' }).click();
    await page.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name: 'Newsletters' }).click();
    await page.getByRole('heading', { name: 'Newsletters' }).waitFor();
    await listIsThere(page);
    await page.locator('.row a').first().click();
    await page.locator('article.message').waitFor();
    expect(await page.locator('.list').isVisible()).toBe(false);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(sideways).toBe(0);
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await listIsThere(page);
    expectCalm(inbox);
  });
});
