import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeNeeding } from '../witness.ts';
import { apiTasks, mailTasks, type ApiTask, type MailTask } from './tasks.ts';

/** A client that none of us wrote, in one configuration of it: a column of the table in docs/interop.md. */
export interface Client {
  /** As the table names it, with the version: `exchangelib 4.9, as AWS documents`. */
  readonly name: string;
  /** Name of its file in test/interop/results: `exchangelib-aws`. */
  readonly file: string;
  /** Whether it is installed here, and what to say when it is not. */
  readonly installed: boolean;
  readonly missing: string;
}

/** What a suite says of each task, in the order in which the tasks are done; they may build on each other. */
export interface Trial<Task extends string> {
  /** The client does it. Throws what a test throws when it does not. */
  works(task: Task, tried: () => Promise<void>): void;
  /** The client cannot, for this reason, which is its own and not the emulator's; `proof` fails when it can after all. */
  cannot(task: Task, because: string, proof?: () => Promise<void>): void;
}

/** What is known of a client after a run: `works`, `fails`, or why it cannot. */
export interface Results {
  readonly client: string;
  readonly tasks: Readonly<Record<string, string>>;
}

/**
 * Tries a mail client with all tasks. Each task must be spoken of once; what came out is held against test/interop/results, from which the documents'
 * table is made (`npm run interop` writes both anew).
 */
export const describeMailClient = (client: Client, suite: (trial: Trial<MailTask>) => void): void =>
  describeClient(client, mailTasks, suite);

/** Tries a client of the WorkMail API, as `describeMailClient` does. */
export const describeApiClient = (client: Client, suite: (trial: Trial<ApiTask>) => void): void =>
  describeClient(client, apiTasks, suite);

/** Results as they lie in test/interop/results. */
export const readResults = (file: string): Results =>
  JSON.parse(readFileSync(new URL(`results/${file}.json`, import.meta.url), 'utf8')) as Results;

const describeClient = <Task extends string>(
  { name, file, installed, missing }: Client,
  tasks: readonly Task[],
  suite: (trial: Trial<Task>) => void,
): void =>
  describeNeeding(missing, installed, name, () => {
    const results = new Map<Task, string>();
    const attempt = async (task: Task, result: string, tried: () => Promise<void>): Promise<void> => {
      results.set(task, 'fails');
      await tried();
      results.set(task, result);
    };
    suite({
      works: (task, tried) => it(task, () => attempt(task, 'works', tried)),
      cannot: (task, because, proof = () => Promise.resolve()) =>
        it(`${task}: cannot, ${because}`, () => attempt(task, because, proof)),
    });
    it('does what the table in docs/interop.md says', async () => {
      expect([...results.keys()].toSorted()).toEqual([...tasks].toSorted());
      const told: Results = {
        client: name,
        tasks: Object.fromEntries(tasks.map((task) => [task, results.get(task) ?? ''])),
      };
      await expect(`${JSON.stringify(told, undefined, 2)}\n`).toMatchFileSnapshot(`results/${file}.json`);
    });
  });
