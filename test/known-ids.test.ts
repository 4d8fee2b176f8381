import { expect, test } from 'vitest';
import { decodeGlobalId, globalIdTypes } from '../src/global-id.ts';
import { knownIds } from '../src/known-ids.ts';
import { createSealer } from '../src/sealer.ts';
import { address } from './access.ts';

test('every kind of id that holds an EWS id alone is among those under which a thing is known', () => {
  const sealer = createSealer(new Uint8Array(32).fill(7));
  const alice = address('alice@example.test');
  const ids = (['Item', 'Folder', 'Attachment', 'Rule', 'ExportJob'] as const)
    .flatMap((thing) => knownIds(sealer, thing, alice, 'AAAA'))
    .map((text) => decodeGlobalId(sealer, text));

  expect(new Set(ids.map((id) => id?.type))).toEqual(
    // A mailbox has no EWS id; that of a conversation stands among others of its.
    new Set(globalIdTypes.filter((type) => type !== 'Mailbox' && type !== 'Conversation')),
  );
  for (const id of ids) expect(id).toMatchObject({ mailbox: alice, id: 'AAAA' });
});
