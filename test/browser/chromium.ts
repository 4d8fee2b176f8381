import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { describeNeeding } from '../witness.ts';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** A browser that talks to nobody by itself; what a page asks for is seen by the test. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A fresh Chromium (CHROMIUM_PATH, else /usr/bin/chromium) that ends with the test. */
export const chromiumOfTest = async (): Promise<Browser> => {
  const browser = await chromium.launch({ executablePath, args: flags });
  onTestFinished(() => browser.close());
  return browser;
};

/** A suite that needs Chromium. */
export const describeWithChromium = (name: string, suite: () => void): void =>
  describeNeeding(`there is no Chromium at ${executablePath}`, existsSync(executablePath), name, suite);
