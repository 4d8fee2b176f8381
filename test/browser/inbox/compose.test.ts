import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openRelay } from '../../relay.ts';
import { describeWithChromium } from '../chromium.ts';
import { builtInbox } from './built-inbox.ts';
import { expectCalm, isLive, listIsThere, openInbox, row } from './open-inbox.ts';

const inboxFolder = builtInbox();
const open = async (options: Partial<Parameters<typeof openInbox>[0]> = {}) =>
  openInbox({ inboxFolder: await inboxFolder(), ...options });

describeWithChromium('writing in the inbox', () => {
  it('sends a message with a file, which its recipient sees come and saves', async () => {
    const inbox = await open();
    const { page, openToo } = inbox;
    const bob = await openToo('#mailbox=bob%40example.test');
    await Promise.all([listIsThere(page), listIsThere(bob), isLive(bob)]);
    await page.getByRole('button', { name: 'New message' }).click();
    const dialog = page.getByRole('dialog', { name: 'New message' });
    await dialog.getByLabel('To').fill('Bob Okafor <bob@example.test>');
    await dialog.getByLabel('Subject').fill('Kites at noon');
    await dialog.getByRole('textbox', { name: 'Message' }).fill('Bring the long line.\nAlice');
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'größe.txt', mimeType: 'text/plain', buffer: Buffer.from('12 m²') });
    await dialog.getByText('größe.txt').waitFor();
    await dialog.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Sent.', { exact: true }).waitFor();

    await row(bob, 'Kites at noon').click();
    await bob.getByText('Bring the long line.').last().waitFor();
    const [download] = await Promise.all([
      bob.waitForEvent('download'),
      bob.getByRole('link', { name: /größe\.txt/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('größe.txt');
    expect(await readFile(await download.path(), 'utf8')).toBe('12 m²');
    expectCalm(inbox);
  });

  it('sends once when Send is double-clicked', async () => {
    const inbox = await open();
    const { page, journey } = inbox;
    await listIsThere(page);
    await page.keyboard.press('c');
    await page.getByLabel('To').fill('bob@example.test');
    await page.getByLabel('Subject').fill('Only one of these');
    // Faster than any hand: the button has had no time to become grey.
    await page.getByRole('button', { name: 'Send' }).evaluate((button: HTMLButtonElement) => {
      button.click();
      button.click();
    });
    await page.getByText('Sent.', { exact: true }).waitFor();
    const { data } = await journey.query<{ mailbox: { messages: { totalCount: number } } }>(
      `{ mailbox(address: "alice@example.test") {
        messages(in: [{ role: SENT_ITEMS }], filter: { subject: { equals: "Only one of these" } }) { totalCount }
      } }`,
    );
    expect(data.mailbox.messages.totalCount).toBe(1);
    expectCalm(inbox);
  });

  it('sends once when its answer was lost and it is tried again', async () => {
    const inbox = await open();
    const { page, journey } = inbox;
    await listIsThere(page);
    await page.keyboard.press('c');
    await page.getByLabel('To').fill('bob@example.test');
    await page.getByLabel('Subject').fill('Lost on the way back');
    let isFirst = true;
    await page.route('**/graphql', async (route) => {
      const isSending = route.request().postData()?.includes('mutation SendMessage') === true;
      if (!isSending || !isFirst) return route.continue();
      isFirst = false;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('alert').getByText('NETWORK').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Sent.', { exact: true }).waitFor();
    const { data } = await journey.query<{ mailbox: { messages: { totalCount: number } } }>(
      `{ mailbox(address: "alice@example.test") {
        messages(in: [{ role: SENT_ITEMS }], filter: { subject: { equals: "Lost on the way back" } }) { totalCount }
      } }`,
    );
    expect(data.mailbox.messages.totalCount).toBe(1);
    expect(inbox.complaints.filter((complaint) => !complaint.includes('ERR_CONNECTION_RESET'))).toEqual([]);
  });

  it('says what is wrong with a message, and keeps what was written', async () => {
    const inbox = await open();
    const { page, journey } = inbox;
    await listIsThere(page);
    await page.keyboard.press('c');
    await page.getByLabel('Subject').fill('To nobody');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Whom should it go to?').waitFor();
    await page.getByLabel('To').fill('bob@');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('One of the recipients is no address.').waitFor();
    journey.emulator.faults.add({ kind: 'serverBusy', backOffMs: 100, operation: 'CreateItem', times: 1 });
    await page.getByLabel('To').fill('bob@example.test');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('dialog').getByRole('alert').getByText('THROTTLED').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await page.getByLabel('Subject').inputValue()).toBe('To nobody');
    await page.keyboard.press('Escape');
    await page.getByText('Close it without sending?').waitFor();
    await page.getByRole('button', { name: 'Yes, close' }).click();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expectCalm(inbox);
  });

  it('needs no mouse', async () => {
    const inbox = await open();
    const { page, journey } = inbox;
    const { keyboard } = page;
    await listIsThere(page);
    const subjects = await page.locator('.row .subject').allInnerTexts();
    const focused = page.locator(':focus .subject');
    await keyboard.press('j');
    await expect.poll(() => focused.innerText()).toBe(subjects[0]);
    await keyboard.press('j');
    await expect.poll(() => focused.innerText()).toBe(subjects[1]);
    await keyboard.press('k');
    await expect.poll(() => focused.innerText()).toBe(subjects[0]);
    await keyboard.press('Enter');
    await page.locator('article.message:focus').waitFor();
    await keyboard.press('r');
    await page.getByRole('dialog', { name: 'Reply' }).waitFor();
    await page.getByRole('textbox', { name: 'Message' }).and(page.locator(':focus')).waitFor();
    await keyboard.type('By keyboard alone.');
    await keyboard.press('Control+Enter');
    await page.getByText('Sent.', { exact: true }).waitFor();
    await keyboard.press('Escape');
    await expect.poll(() => focused.innerText()).toBe(subjects[0]);
    await keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await keyboard.press('Escape');
    await keyboard.press('g');
    await page.getByRole('combobox', { name: 'Folder' }).and(page.locator(':focus')).waitFor();
    await keyboard.type('sent');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sent Items', level: 1 }).waitFor();
    await page.locator('.row .preview', { hasText: 'By keyboard alone.' }).waitFor();
    await keyboard.press('/');
    await page.getByRole('searchbox').and(page.locator(':focus')).waitFor();
    await keyboard.press('Escape');
    await keyboard.press('2');
    await page.getByRole('main', { name: 'Calendar' }).waitFor();
    const { data } = await journey.query<{ mailbox: { messages: { nodes: { inReplyTo: string | null }[] } } }>(
      '{ mailbox(address: "alice@example.test") { messages(in: [{ role: SENT_ITEMS }], first: 1) { nodes { inReplyTo } } } }',
    );
    expect(data.mailbox.messages.nodes[0]?.inReplyTo).not.toBeNull();
    expectCalm(inbox);
  });

  it('goes on after a cut where it was, and misses nothing', async () => {
    let isCut = false;
    let cut = (): void => undefined;
    const inbox = await open({
      origin: async ({ origin }) => {
        const relay = await openRelay(() => (isCut ? 'drop' : new URL(origin)));
        cut = () => relay.endAll();
        return `http://127.0.0.1:${relay.port}`;
      },
    });
    const { page, journey } = inbox;
    await Promise.all([listIsThere(page), isLive(page)]);
    isCut = true;
    cut();
    await page.locator('.live.cut').waitFor();
    const { data } = await journey.query<{ sendMessage: { submission: { status: string } } }>(
      `mutation { sendMessage(input: { mailbox: "bob@example.test", message: {
        to: [{ address: "alice@example.test" }], subject: "While you were away", body: { text: "Hello" }
      } }) { submission { status } } }`,
    );
    expect(data.sendMessage.submission.status).toBe('SENT');
    const positions: unknown[] = [];
    page.on('request', (request) => {
      const { query = '', variables } = (request.postDataJSON() ?? {}) as { query?: string; variables?: object };
      if (query.includes('subscription')) positions.push(variables);
    });
    isCut = false;
    await row(page, 'While you were away').waitFor();
    expect(positions.at(-1)).toEqual({ mailbox: 'alice@example.test', after: expect.stringMatching(/./) });
    expect(await page.locator('.row .subject', { hasText: 'While you were away' }).count()).toBe(1);
  });
});
