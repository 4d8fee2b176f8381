import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { codesIn, envelope, idsIn, impersonating, type RunningEmulator, startEmulator } from '../running-emulator.ts';
import { served } from './operation-names.ts';
import { brokenRequest, type KnownIds, validRequest, written } from './random-request.ts';

const alice = impersonating('alice@example.test');

const knownIds = async ({ call }: RunningEmulator): Promise<KnownIds> => {
  const shape = '<t:BaseShape>IdOnly</t:BaseShape>';
  const root = '<m:ParentFolderIds><t:DistinguishedFolderId Id="root"/></m:ParentFolderIds>';
  const folders = idsIn(
    await call(`<m:FindFolder Traversal="Deep"><m:FolderShape>${shape}</m:FolderShape>${root}</m:FindFolder>`),
    'FolderId',
  );
  const items: string[] = [];
  for (const folder of ['inbox', 'calendar', 'contacts']) {
    const parent = root.replace('root', folder);
    items.push(
      ...idsIn(
        await call(`<m:FindItem Traversal="Shallow"><m:ItemShape>${shape}</m:ItemShape>${parent}</m:FindItem>`),
        'ItemId',
      ),
    );
  }
  return { folders, items };
};

/** Numbers of the documents that the schema refuses. */
const refusedBySchema = async (folder: string, documents: readonly string[]): Promise<ReadonlySet<number>> => {
  const lines = await schemaErrors(folder, documents);
  // Of every refused document there is a line at the end that only counts.
  return new Set(lines.flatMap((line) => [...line.matchAll(/^(\d+)\.xml: /g)].map(([, number]) => Number(number))));
};

describeWithWitness('requests made at random for every operation', (folder) => {
  it.each([
    ['valid ones', validRequest, 12],
    ['broken ones', brokenRequest, 24],
  ] as const)(
    'are refused exactly where the schema refuses them, and answered in valid documents: %s',
    async (_, make, runs) => {
      const running = await startEmulator();
      const ids = await knownIds(running);
      const token = await running.token();
      const answers: string[] = [];
      const requests: string[] = [];
      const refused = new Set<number>();
      for (const [place, operation] of served.entries()) {
        for (const request of fc.sample(make(operation, ids), { numRuns: runs, seed: 20_261_122 + place })) {
          const document = envelope(written(request), alice);
          const answer = await running.post(document, { authorization: `Bearer ${token}` });
          expect([200, 500], document).toContain(answer.status);
          expect(codesIn(answer), document).not.toContain('ErrorInternalServerError');
          expect(answer.text, document).toMatch(new RegExp(`Body[^>]*><(?:m:${operation}Response|soap:Fault)\\b`));
          if (answer.status === 500 && codesIn(answer)[0] === 'ErrorSchemaValidation') refused.add(requests.length);
          requests.push(document);
          answers.push(answer.text);
        }
      }
      const expected = await refusedBySchema(folder, requests);
      const told = (number: number): string => `${requests[number]}\n${answers[number]}`;
      expect([...expected].filter((number) => !refused.has(number)).map(told)).toEqual([]);
      expect([...refused].filter((number) => !expected.has(number)).map(told)).toEqual([]);
      if (make === brokenRequest) expect(expected.size).toBeGreaterThan(requests.length / 3);
      else expect([...expected].map(told)).toEqual([]);
      expect(await schemaErrors(folder, answers)).toEqual([]);
    },
    240_000,
  );
});
