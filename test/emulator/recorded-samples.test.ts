import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import { answered, responseCodes } from './answered.ts';
import { type Exchange, isRefusedVersion, isServed, replay, startDemo } from './recorded-sessions.ts';
import { impersonating, type RunningEmulator } from './running-emulator.ts';

/** Requests among the samples that are valid in Exchange2010_SP2, by the index of the samples. */
const sampleFiles = (folder: string): readonly string[] => {
  const [header = '', ...lines] = readFileSync(`${folder}/ews/samples/index.tsv`, 'utf8').trim().split('\n');
  const columns = header.split('\t');
  const samples = lines.map((line) => {
    const cells = line.split('\t');
    return (name: string): string => cells[columns.indexOf(name)] ?? '';
  });
  return samples
    .filter((cell) => cell('kind') === 'request' && cell('valid_2010_SP2') === 'yes')
    .map((cell) => cell('file'));
};

/** A receiver of notifications that is not there: fetch knows this port for one that nothing of the web has. */
const nobody = 'http://127.0.0.1:1/';

const sendSamples = async (running: RunningEmulator, folder: string): Promise<readonly Exchange[]> => {
  const exchanges: Exchange[] = [];
  for (const file of sampleFiles(folder)) {
    const sample = readFileSync(`${folder}/ews/samples/${file}`, 'utf8');
    exchanges.push(await replay(running, file, sample.replace('https://YOUR_PUSH_RESPONDER_URL', nobody)));
  }
  return exchanges;
};

describeWithWitness('published sample requests', (folder) => {
  it('are answered, or refused with a reason, in valid documents', async () => {
    const exchanges = await sendSamples(await startDemo(), folder);
    const read = exchanges.filter(isServed);
    expect(read.length).toBeGreaterThan(30);
    const troubles = read.flatMap(({ file, answer }) => {
      const codes = responseCodes(answer).filter((code) => code !== 'NoError');
      return codes.map((code) => [file.replace('.request.xml', ''), code]);
    });
    expect(Object.fromEntries(troubles)).toEqual(knownTroubles);
    for (const { file, operation, answer } of read) {
      expect([answer.status, answer.body.name], file).toEqual([200, `${operation}Response`]);
    }
    expect(
      await schemaErrors(
        folder,
        exchanges.map(({ raw }) => raw.text),
      ),
    ).toEqual([]);
  });

  it('get a fault where the version is too new or the operation is not served', async () => {
    const exchanges = await sendSamples(await startDemo(), folder);
    const others = exchanges.filter((exchange) => !isServed(exchange));
    expect(others.length).toBeGreaterThan(15);
    for (const exchange of others) {
      const { file, answer } = exchange;
      const codes = isRefusedVersion(exchange)
        ? ['ErrorInvalidServerVersion']
        : ['ErrorInvalidOperation', 'ErrorInvalidRequest'];
      expect(codes, file).toContain(responseCodes(answer)[0]);
      expect([answer.status, answer.body.name], file).toEqual([500, 'Fault']);
    }
  });

  it('that write are denied to the read-only role', async () => {
    const running = await startDemo();
    const writes = /^(?:Add|Apply|Create|Delete|Empty|Move|Send(?!Notification)|Set|Update|Upload)/;
    const token = await running.token('readOnly');
    const denied = new Set<string>();
    for (const file of sampleFiles(folder).filter((name) => writes.test(name))) {
      const request = asAlice(readFileSync(`${folder}/ews/samples/${file}`, 'utf8'));
      const answer = answered(await running.post(request, { authorization: `Bearer ${token}` }));
      expect([answer.status, ...responseCodes(answer)], file).toEqual([500, 'ErrorAccessDenied']);
      denied.add(file.replace(/-\d+\.request\.xml$/, ''));
    }
    expect(denied.size).toBeGreaterThan(12);
  });
});

/**
 * Ids and states in these are shortened or another server's; nobody in the demo is called User2, or has voice mail, or
 * sends as `u`. */
const knownTroubles: Readonly<Record<string, string>> = {
  'ConvertId-01': 'ErrorInvalidIdMalformed',
  'CreateAttachment-01': 'ErrorInvalidIdMalformed',
  'CreateAttachment-02': 'ErrorInvalidIdMalformed',
  'CreateItem-03': 'ErrorCannotCreateContactInNonContactFolder',
  'CreateItem-07': 'ErrorInvalidIdMalformed',
  'CreateItem-08': 'ErrorInvalidIdMalformed',
  'CreateItem-09': 'ErrorInvalidIdMalformed',
  'CreateItem-15': 'ErrorSendAsDenied',
  'DeleteFolder-01': 'ErrorInvalidIdMalformed',
  'DeleteItem-01': 'ErrorInvalidIdMalformed',
  'EmptyFolder-01': 'ErrorInvalidIdMalformed',
  'FindItem-03': 'ErrorInvalidIdMalformed',
  'GetAttachment-01': 'ErrorInvalidAttachmentId',
  'GetEvents-01': 'ErrorSubscriptionNotFound',
  'GetFolder-03': 'ErrorFolderNotFound',
  'GetItem-01': 'ErrorInvalidIdMalformed',
  'GetItem-02': 'ErrorInvalidIdMalformed',
  'GetItem-03': 'ErrorInvalidIdMalformed',
  'GetUserConfiguration-01': 'ErrorItemNotFound',
  'MoveItem-01': 'ErrorInvalidIdMalformed',
  'ResolveNames-01': 'ErrorNameResolutionNoResults',
  'SendItem-01': 'ErrorInvalidIdMalformed',
  'SyncFolderHierarchy-01': 'ErrorInvalidSyncStateData',
  'SyncFolderItems-01': 'ErrorInvalidSyncStateData',
  'Unsubscribe-01': 'ErrorSubscriptionNotFound',
  'UpdateFolder-01': 'ErrorInvalidIdMalformed',
  'UpdateItem-01': 'ErrorInvalidIdMalformed',
  'UpdateItem-02': 'ErrorInvalidIdMalformed',
  'UpdateItem-03': 'ErrorInvalidIdMalformed',
};

/** The request with a header of its own: acting for alice, in a version that is served. */
const asAlice = (request: string): string =>
  request
    .replace(/<(\w+:)Header\b[^]*<\/\1Header>/, '')
    .replace(
      /<(\w+:)Body\b/,
      (body, prefix: string) =>
        `<${prefix}Header xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">${impersonating('alice@example.test')}</${prefix}Header>${body}`,
    );
