import { get, type IncomingMessage } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { journeyOfTest, operationsAt } from './journey-of-test.ts';
import type { Journey } from './start.ts';

interface File {
  readonly id: string;
  readonly sizeBytes: number;
  readonly downloadUrl: string;
}

/** The largest file in alice's mailbox: 25 MB, so that it is never whole in any buffer. */
const largestFile = async (journey: Journey): Promise<File> => {
  const { data } = await journey.query<{
    readonly mailbox: {
      readonly messages: { readonly nodes: readonly { readonly attachments: readonly Partial<File>[] }[] };
    };
  }>(
    `{ mailbox(address: "alice@example.test") { messages(filter: { hasAttachments: true }, first: 1000) {
      nodes { attachments { ... on FileAttachment { id sizeBytes downloadUrl } } }
    } } }`,
  );
  const files = data.mailbox.messages.nodes
    .flatMap(({ attachments }) => attachments)
    .filter((file): file is File => file.sizeBytes !== undefined);
  const [largest] = files.toSorted((a, b) => b.sizeBytes - a.sizeBytes);
  if (largest === undefined) throw new Error('no file');
  journey.emulator.requests.length = 0;
  return largest;
};

const begin = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => get(url, resolve).on('error', reject));

describe('a download', () => {
  it('that the client leaves ends the EWS call, and the gateway lives on', async () => {
    const journey = await journeyOfTest();
    const { downloadUrl } = await largestFile(journey);
    const answer = await begin(downloadUrl);
    await new Promise((resolve) => answer.once('data', resolve));
    answer.destroy();
    await vi.waitFor(
      () => expect(journey.emulator.requests).toMatchObject([{ operation: 'GetAttachment', aborted: true }]),
      { timeout: 10_000 },
    );
    expect((await fetch(`${journey.origin}/ready`)).status).toBe(200);
    expect(journey.log()).not.toContain('failure of the gateway');
  });

  it('that is only asked about by HEAD reads no more than the beginning', async () => {
    const journey = await journeyOfTest();
    const { downloadUrl } = await largestFile(journey);
    const answer = await fetch(downloadUrl, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
      200,
      expect.stringContaining('attachment; filename='),
    ]);
    await vi.waitFor(
      () => expect(journey.emulator.requests).toMatchObject([{ operation: 'GetAttachment', aborted: true }]),
      { timeout: 10_000 },
    );
  });

  it('that EWS cuts in the middle breaks off; half a file never looks whole', async () => {
    const journey = await journeyOfTest();
    const { downloadUrl } = await largestFile(journey);
    journey.emulator.faults.add({ operation: 'GetAttachment', kind: 'cut', atByte: 5_000_000 });
    const answer = await fetch(downloadUrl);
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow();
    expect(journey.log()).toContain('the answer ends inside Content');
    expect(journey.log()).not.toContain('failure of the gateway');
    expect((await (await fetch(downloadUrl)).arrayBuffer()).byteLength).toBe(26_214_400);
  });

  it.each([
    [{ kind: 'reset' }, 502],
    [{ kind: 'hang' }, 504],
    [{ kind: 'status', status: 503, headers: { 'retry-after': '7' } }, 503],
    [{ kind: 'body', body: '<html>Sign in</html>' }, 502],
    [{ kind: 'itemError', index: 0, responseCode: 'ErrorItemNotFound' }, 404],
  ] as const)('that meets %j is answered with %i, and no word of EWS', async (fault, status) => {
    const journey = await journeyOfTest({ deadlineMs: 1_000 });
    const { downloadUrl } = await largestFile(journey);
    journey.emulator.faults.add({ operation: 'GetAttachment', ...fault });
    const answer = await fetch(downloadUrl);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    expect(await answer.text()).not.toMatch(/EWS|GetAttachment|Error|html/);
    // Whoever runs the gateway learns why, but not of what is merely gone.
    expect(journey.log().includes('failure upstream')).toBe(status !== 404);
    expect(journey.log()).not.toContain('failure of the gateway');
  });

  it('with a link that was changed asks nobody', async () => {
    const journey = await journeyOfTest();
    const { downloadUrl, id } = await largestFile(journey);
    const changed = new URL(downloadUrl);
    changed.searchParams.set('link', `${changed.searchParams.get('link')?.slice(0, -4)}AAAA`);
    expect((await fetch(changed)).status).toBe(403);
    expect((await fetch(`${journey.origin}/attachments/${id.slice(0, -4)}AAAA`)).status).toBe(400);
    expect(operationsAt(journey)).toEqual([]);
  });

  it('leaves no link in the log', async () => {
    const journey = await journeyOfTest();
    const { downloadUrl } = await largestFile(journey);
    await fetch(downloadUrl, { method: 'HEAD' });
    await vi.waitFor(() => expect(journey.log()).toContain('/attachments/'), { timeout: 10_000 });
    expect(journey.log()).not.toContain(new URL(downloadUrl).searchParams.get('link'));
  });
});
