import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type ApiObject, type WorkmailClient, WorkmailRefusal } from './try-workmail-client.ts';

/** Python with boto3: EWS_PYTHON, else Debian's own. */
const python = process.env['EWS_PYTHON'] ?? '/usr/bin/python3';

// Compiled files would lie beside the sources. Whatever AWS account this machine has is no business of boto3 here.
const environment = {
  ...process.env,
  PYTHONDONTWRITEBYTECODE: '1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret of nothing',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** The version of boto3 that is installed, `1.26.27`; undefined: none. */
export const boto3Version = (): string | undefined => {
  try {
    const print = ['-c', 'import boto3; print(boto3.__version__)'];
    return execFileSync(python, print, {
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
};

type Told =
  | { readonly answer: unknown }
  | { readonly refused: { readonly class: string; readonly code: string; readonly message: string } }
  | { readonly broken: string };

/** Starts boto3 in a process of its own, which boto3_driver.py keeps. */
export const startBoto3 = (apiEndpoint: string): Promise<WorkmailClient> => {
  const driver = fileURLToPath(new URL('boto3_driver.py', import.meta.url));
  const child = spawn(python, [driver], {
    env: { ...environment, WORKMAIL_API_ENDPOINT: apiEndpoint },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const waiting: { readonly resolve: (line: string) => void; readonly reject: (error: Error) => void }[] = [];
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = `${complaints}${chunk.toString()}`.slice(-2_000)));
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  const ended = once(child, 'close');
  void ended.then(() => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`boto3 has ended: ${complaints}`));
  });
  // What is written after the end is refused by its answer, which does not come.
  child.stdin.on('error', () => undefined);

  const ask = async (question: ApiObject): Promise<unknown> => {
    if (child.exitCode !== null) throw new Error(`boto3 has ended: ${complaints}`);
    const line = new Promise<string>((resolve, reject) => waiting.push({ resolve, reject }));
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const told = JSON.parse(await line) as Told;
    if ('answer' in told) return told.answer;
    if ('broken' in told) throw new Error(told.broken);
    throw new WorkmailRefusal(told.refused.class, told.refused.code, told.refused.message);
  };
  return Promise.resolve({
    call: async (action, input) => (await ask({ action, input })) as ApiObject,
    pages: async (action, input, pageSize) => (await ask({ action, input, pageSize })) as readonly ApiObject[],
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  });
};
