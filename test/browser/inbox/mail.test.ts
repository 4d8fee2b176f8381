import { expect, it } from 'vitest';
import { describeWithChromium } from '../chromium.ts';
import { builtInbox } from './built-inbox.ts';
import { expectCalm, isLive, listIsThere, openBody, openInbox, row, unreadIn } from './open-inbox.ts';

const inboxFolder = builtInbox();
const open = async (options: Partial<Parameters<typeof openInbox>[0]> = {}) =>
  openInbox({ inboxFolder: await inboxFolder(), ...options });

const subject = 'Re: Kestrel 4.2: go or no go?';

describeWithChromium('the inbox', () => {
  it('opens a message, which is read from then on, and its folder has one unread less', async () => {
    const inbox = await open();
    const { page, journey } = inbox;
    await listIsThere(page);
    const before = await unreadIn(page, 'Inbox');
    const unread = page.locator('.row.unread a').first();
    const title = await unread.locator('.subject').innerText();
    await unread.click();
    await page.getByRole('heading', { name: title, level: 2 }).waitFor();
    await expect.poll(() => unreadIn(page, 'Inbox'), { timeout: 20_000 }).toBe(before - 1);
    const { data } = await journey.query<{ mailbox: { inbox: { unreadCount: number } } }>(
      '{ mailbox(address: "alice@example.test") { inbox { unreadCount } } }',
    );
    expect(data.mailbox.inbox.unreadCount).toBe(before - 1);
    expectCalm(inbox);
  });

  it('shows the HTML of a stranger in a frame without scripts, and loads none of its pictures', async () => {
    const inbox = await open();
    const { page } = inbox;
    await row(page, 'The Weekly Sketch').click();
    await openBody(page).getByRole('heading').first().waitFor();
    expect(await page.locator('iframe.html-body').getAttribute('sandbox')).not.toContain('allow-scripts');
    await page.getByText(/pictures? on other servers/).waitFor();
    const height = await page.locator('iframe.html-body').evaluate((frame) => frame.getBoundingClientRect().height);
    expect(height).toBeGreaterThan(150);
    expectCalm(inbox);
  });

  it('finds what is searched for, and goes back to the folder', async () => {
    const inbox = await open();
    const { page } = inbox;
    await listIsThere(page);
    await page.getByRole('searchbox').fill('invoice');
    await page.getByText(/\d+ found in Inbox/).waitFor();
    const found = await page.locator('.row .subject').allInnerTexts();
    expect(found.length).toBeGreaterThan(0);
    expect(found.some((text) => /invoice/i.test(text))).toBe(true);
    await page.getByRole('link', { name: 'Clear' }).click();
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
    expectCalm(inbox);
  });

  it('reads on while its reader scrolls, each message once', async () => {
    const inbox = await open();
    const { page } = inbox;
    await listIsThere(page);
    const rows = page.locator('.row a');
    const first = await rows.count();
    await expect
      .poll(
        async () => {
          await rows.last().scrollIntoViewIfNeeded();
          return rows.count();
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(first + 60);
    const ids = await rows.evaluateAll((links) => links.map((link) => link.getAttribute('data-message')));
    expect(new Set(ids).size).toBe(ids.length);
    expectCalm(inbox);
  });

  it('moves a message, and takes it back', async () => {
    const inbox = await open();
    const { page } = inbox;
    await row(page, 'Architecture review').click();
    await page.getByRole('button', { name: 'Move' }).click();
    await page.getByRole('combobox', { name: 'Folder' }).fill('projects/kestrel');
    await page.keyboard.press('Enter');
    await expect.poll(() => row(page, 'Architecture review').count()).toBe(0);
    await page.getByText('Moved to Kestrel.').waitFor();
    await page.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name: 'Kestrel' }).click();
    await row(page, 'Architecture review').waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row(page, 'Architecture review').waitFor();
    expectCalm(inbox);
  });

  it('flags, marks as unread and deletes, and the other screen sees it', async () => {
    const inbox = await open();
    const { page, openToo } = inbox;
    const other = await openToo('');
    await Promise.all([isLive(page), isLive(other), listIsThere(other)]);
    await row(page, 'Architecture review').click();
    await page.getByRole('button', { name: 'Flag', exact: true }).click();
    await row(other, 'Architecture review').getByText('Flagged.').waitFor({ state: 'attached' });
    await expect.poll(() => row(other, 'Architecture review').innerText()).not.toContain('Unread.');
    await page.getByRole('button', { name: 'Mark as unread' }).click();
    await row(other, 'Architecture review').getByText('Unread.').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => row(other, 'Architecture review').count(), { timeout: 20_000 }).toBe(0);
    expectCalm(inbox);
  });

  it('says what went wrong and does it when asked again', async () => {
    const inbox = await open();
    const { page, journey } = inbox;
    await listIsThere(page);
    journey.emulator.faults.add({ kind: 'serverBusy', backOffMs: 100, operation: 'FindItem', times: Infinity });
    await page.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name: 'Newsletters' }).click();
    const panel = page.getByRole('alert').filter({ hasText: 'This cannot be shown now' });
    await panel.getByText('THROTTLED').waitFor();
    journey.emulator.faults.clear();
    await panel.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Newsletters' }).waitFor();
    await listIsThere(page);
    expectCalm(inbox);
  });

  it('takes back what it has shown too early when the mail server refuses it', async () => {
    const inbox = await open();
    const { page, journey } = inbox;
    await row(page, subject).click();
    await isLive(page);
    await page.getByRole('button', { name: 'Reply', exact: true }).waitFor();
    journey.emulator.faults.add({ kind: 'serverBusy', backOffMs: 100, operation: 'MoveItem', times: 1 });
    const title = await page.locator('.row a[aria-current] .subject').innerText();
    const count = await row(page, title).count();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alert').getByText('THROTTLED').waitFor();
    expect(await row(page, title).count()).toBe(count);
    expectCalm(inbox);
  });
});
