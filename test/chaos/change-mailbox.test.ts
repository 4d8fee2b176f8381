import { describe, expect, it } from 'vitest';
import { alice } from '../../src/emulator/seed/people.ts';
import { envelope, startEmulator } from '../emulator/running-emulator.ts';
import { changeMailbox } from './change-mailbox.ts';
import { heldMailbox } from './held-mailbox.ts';
import { createMailProgram } from './mail-program.ts';

const changed = async (seed: number) => {
  const { emulator, ewsUrl, post } = await startEmulator({ seed: 'empty' });
  const authorization = `Basic ${Buffer.from(`${alice.address}:${alice.password}`).toString('base64')}`;
  const program = createMailProgram(async (request) => {
    const { text } = await post(envelope(request), { authorization, 'content-type': 'text/xml' });
    return text;
  });
  const changing = changeMailbox(
    { server: emulator, program, owner: alice },
    { count: 1_200, seed, burst: 100, pauseMs: 1 },
  );
  await changing.done;
  return { made: changing.made(), lines: await heldMailbox(ewsUrl, 'alice'), requests: emulator.requests };
};

describe('changes that are drawn', () => {
  it('are the same for the same seed, and of every kind', { timeout: 120_000 }, async () => {
    const { made, lines, requests } = await changed(7);
    expect(made).toBe(1_200);
    expect((await changed(7)).lines).toEqual(lines);
    expect((await changed(8)).lines).not.toEqual(lines);

    // Nothing is there twice, so that what a client should not have any more shows.
    expect(new Set(lines).size).toBe(lines.length);
    const has = (pattern: RegExp): number => lines.filter((line) => pattern.test(line)).length;
    expect(has(/^Inbox\/ Alice 7-\d+ \((un)?read\)$/)).toBeGreaterThan(20);
    expect(has(/^Alice 7-\d+\/.* Alice 7-/)).toBeGreaterThan(2);
    expect(has(/^Calendar\/ Alice/)).toBeGreaterThan(0);
    expect(has(/^Contacts\/ Alice/)).toBeGreaterThan(0);
    expect(has(/^Tasks\/ Alice/)).toBeGreaterThan(0);
    expect(has(/^Drafts\/ Alice 7-\d+ \(\d+\) /)).toBeGreaterThan(0);
    const asked = new Set(requests.map(({ operation }) => operation));
    for (const operation of ['MoveItem', 'UpdateItem', 'CreateFolder', 'UpdateFolder', 'MoveFolder', 'DeleteFolder'])
      expect(asked).toContain(operation);
  });
});
