import { expect, it } from 'vitest';
import { describeWithChromium } from '../chromium.ts';
import { builtInbox } from './built-inbox.ts';
import { expectCalm, isLive, openInbox, row } from './open-inbox.ts';

const inboxFolder = builtInbox();

describeWithChromium('the calendar of the inbox', () => {
  it('shows a meeting as open until it is accepted, and tells the organiser', async () => {
    const inbox = await openInbox({ inboxFolder: await inboxFolder() });
    const { page, journey } = inbox;
    await row(page, 'Architecture review').click();
    const meeting = page.getByRole('region', { name: 'Meeting' });
    await meeting.getByRole('link', { name: 'Show in the calendar' }).click();
    const block = page.locator('.event', { hasText: 'Architecture review' });
    await block.waitFor();
    expect(await block.getAttribute('class')).toContain('open');
    await page.goBack();
    await meeting.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('Accepted. The organiser was told.').waitFor();
    await meeting.getByRole('link', { name: 'Show in the calendar' }).click();
    await expect.poll(() => block.getAttribute('class'), { timeout: 30_000 }).toBe('event');
    await block.click();
    const dialog = page.getByRole('dialog', { name: /Architecture review/ });
    await dialog.getByText('Harbour', { exact: true }).waitFor();
    expect(await dialog.getByRole('button', { name: 'Accept' }).getAttribute('aria-pressed')).toBe('true');
    const { data } = await journey.query<{ mailbox: { messages: { totalCount: number } } }>(
      `{ mailbox(address: "bob@example.test") {
        messages(in: [{ role: INBOX }], filter: { kind: [MEETING_RESPONSE], from: { contains: "alice" } }) { totalCount }
      } }`,
    );
    expect(data.mailbox.messages.totalCount).toBeGreaterThan(0);
    expectCalm(inbox);
  });

  it.each([
    ['Pacific/Auckland', '06:30'],
    ['America/Los_Angeles', '10:30'],
  ])('draws hours on the clock of whoever looks: %s', async (timezoneId, hour) => {
    const inbox = await openInbox({ inboxFolder: await inboxFolder(), screen: { timezoneId } });
    const { page, journey } = inbox;
    // Half past five in the afternoon in London, in the week before its clocks change and after America's did.
    const { data } = await journey.query<{ createEvent: { userErrors: unknown[] } }>(
      `mutation { createEvent(input: { mailbox: "alice@example.test", notify: NONE, event: { subject: "Far away",
        timing: { timed: { start: "2026-03-18T17:30:00Z", end: "2026-03-18T18:30:00Z", timeZone: "Europe/London" } } } }) {
        userErrors { code } } }`,
    );
    expect(data.createEvent.userErrors).toEqual([]);
    await isLive(page);
    await page.getByRole('link', { name: 'Calendar' }).click();
    const block = page.locator('.day .event', { hasText: 'Far away' });
    expect(await block.locator('.when').innerText()).toBe(hour);
    const [box, day] = await Promise.all([block.boundingBox(), page.locator('.day').first().boundingBox()]);
    if (box === null || day === null) throw new Error('the event is not drawn');
    const [hours = 0, minutes = 0] = hour.split(':').map(Number);
    expect((box.y - day.y) / day.height).toBeCloseTo((hours * 60 + minutes) / 1440, 2);
    expectCalm(inbox);
  });

  it('turns weeks by keyboard, and shows what is put into them meanwhile', async () => {
    const inbox = await openInbox({ inboxFolder: await inboxFolder() });
    const { page, journey } = inbox;
    await isLive(page);
    await page.keyboard.press('2');
    await page
      .getByRole('heading', { name: '16–22 March 2026' })
      .or(page.getByRole('heading', { level: 1 }))
      .waitFor();
    const before = await page.getByRole('heading', { level: 1 }).innerText();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).not.toBe(before);
    await page.locator('.week[aria-busy=false]').waitFor();
    await journey.query(
      `mutation { createEvent(input: { mailbox: "alice@example.test", notify: NONE, event: { subject: "Just planned",
        timing: { allDay: { start: "2026-03-25", end: "2026-03-26" } } } }) { userErrors { code } } }`,
    );
    await expect.poll(() => page.locator('.event', { hasText: 'Just planned' }).count(), { timeout: 30_000 }).toBe(2);
    await page.keyboard.press('t');
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe(before);
    expectCalm(inbox);
  });
});
