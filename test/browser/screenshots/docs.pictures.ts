import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { it } from 'vitest';
import { builtInbox } from '../inbox/built-inbox.ts';
import { isLive, listIsThere, openBody, openInbox, row } from '../inbox/open-inbox.ts';

/** Fonts for every script of the demo mail are wanted: fonts-ipafont-gothic and fonts-noto-color-emoji on Debian. */
const folder = fileURLToPath(new URL('../../../docs/images/', import.meta.url));
const inboxFolder = builtInbox();

it.each(['light', 'dark'] as const)('takes a picture of the inbox in %s colours', async (colorScheme) => {
  await mkdir(folder, { recursive: true });
  const { page } = await openInbox({ inboxFolder: await inboxFolder(), screen: { colorScheme } });
  await Promise.all([listIsThere(page), isLive(page)]);
  await row(page, colorScheme === 'light' ? 'Architecture review' : 'Re: Kestrel 4.2: go or no go?').click();
  await openBody(page).getByText('Bob', { exact: true }).first().waitFor();
  await page.screenshot({ path: `${folder}inbox-${colorScheme}.png`, animations: 'disabled' });
});

it('takes a picture of a week', async () => {
  const { page } = await openInbox({ inboxFolder: await inboxFolder() });
  await isLive(page);
  await page.keyboard.press('2');
  await page.keyboard.press('ArrowRight');
  await page.locator('.week[aria-busy=false] .event').first().waitFor();
  await page.screenshot({ path: `${folder}week.png`, animations: 'disabled' });
});

it('takes a picture of GraphiQL', async () => {
  const { page, journey } = await openInbox({ inboxFolder: await inboxFolder() });
  await page.goto(`${journey.origin}/graphql`);
  await page.locator('.graphiql-query-editor .view-lines').waitFor();
  const answered = page.waitForResponse((response) => response.request().postData()?.includes('MailScreen') === true);
  await page.locator('button.graphiql-execute-button').click();
  await answered;
  await page.locator('.graphiql-response .view-lines').getByText('displayName').first().waitFor();
  await page.screenshot({ path: `${folder}graphiql.png`, animations: 'disabled' });
});
