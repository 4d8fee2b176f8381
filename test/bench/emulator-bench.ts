import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchedEmulator, Usage } from './benched-emulator.ts';
import { type Ask, type MailRequest, mailRequests } from './mail-requests.ts';
import { type Figures, median } from './figures.ts';

/** Messages in the inbox, the few first. */
const sizes = [1_000, 100_000] as const;
/** Requests that are not measured: the first few read what the later ones find. */
const warmUps = 5;
const runs = 15;
/** Requests in a run, so that a run is longer than the processor's clock is coarse. */
const requestsInRun = 4;

/**
 * CPU of the emulator per request, HTTP and SOAP included, among 1,000 and among 100,000 messages in one folder, and how many times as much the second
 * is. A request that costs the same in both does not look at the folder as a whole.
 */
export const emulatorBench = async (): Promise<Figures> => {
  const columns: (readonly (readonly [name: string, value: number])[])[] = [];
  for (const size of sizes) columns.push(await measureMailbox(size));
  const [few = [], many = []] = columns;
  return {
    title: `The emulator: milliseconds of CPU per request, median of ${runs} runs`,
    columns: [...sizes.map((size) => `${size.toLocaleString('en')} messages`), 'ratio'],
    rows: few.map(([name, value], index) => {
      const other = many[index]?.[1] ?? Number.NaN;
      return { name, values: [value, other, other / value] };
    }),
  };
};

const measureMailbox = async (count: number): Promise<readonly (readonly [name: string, value: number])[]> => {
  const child = fork(fileURLToPath(new URL('benched-emulator.js', import.meta.url)), [String(count)], {
    execArgv: ['--expose-gc'],
  });
  try {
    const [emulator] = (await once(child, 'message')) as [BenchedEmulator];
    const used = async (what: 'cpu' | 'whole'): Promise<Usage> => {
      const told = once(child, 'message') as Promise<[Usage]>;
      child.send(what);
      return (await told)[0];
    };
    const ask = await asker(emulator);
    const requests: (readonly [string, number])[] = [];
    for (const [name, request] of Object.entries(mailRequests)) {
      requests.push([name, await measureRequest(request, ask, async () => (await used('cpu')).cpuMs)]);
    }
    const after = await used('whole');
    return [
      ...requests,
      ['made: CPU ms for a message', emulator.cpuMs / count],
      ['held: KB of heap for a message', emulator.heapBytes / count / 1_000],
      ['held: MB resident', emulator.residentBytes / 1_000_000],
      ['held after all requests: KB of heap for a message', after.heapBytes / count / 1_000],
      ['held after all requests: MB resident', after.residentBytes / 1_000_000],
    ];
  } finally {
    child.kill();
  }
};

const measureRequest = async (request: MailRequest, ask: Ask, cpuMs: () => Promise<number>): Promise<number> => {
  const total = warmUps + runs * requestsInRun;
  const requests = await request(ask, total);
  for (const body of requests.slice(0, warmUps)) await ask(body);
  const measured: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const first = warmUps + run * requestsInRun;
    const before = await cpuMs();
    for (const body of requests.slice(first, first + requestsInRun)) await ask(body);
    measured.push(((await cpuMs()) - before) / requestsInRun);
  }
  return median(measured);
};

/** Asks as the role acting for the mailbox. Rejects when anything in the answer is no success. */
const asker = async ({ ewsUrl, apiEndpoint, organizationId, roleId }: BenchedEmulator): Promise<Ask> => {
  const assumed = await fetch(apiEndpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'WorkMailService.AssumeImpersonationRole',
      'x-amz-date': '20261120T000000Z',
      authorization: signature,
    },
    body: JSON.stringify({ OrganizationId: organizationId, ImpersonationRoleId: roleId }),
  });
  const { Token: token } = (await assumed.json()) as { readonly Token: string };
  return async (body) => {
    const answer = await fetch(ewsUrl, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body });
    const text = await answer.text();
    if (answer.ok && !text.includes('ResponseClass="Error"')) return text;
    throw new Error(`the emulator answered ${answer.status}: ${text.slice(0, 1_000)}`);
  };
};

/** An Authorization header as AWS's clients write it. */
const signature = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261120/us-east-1/workmail/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
