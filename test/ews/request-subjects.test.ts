import { describe, expect, test } from 'vitest';
import { findItem } from '../../src/ews/operations/find-item.ts';
import { getAttachment } from '../../src/ews/operations/get-attachment.ts';
import { getItem } from '../../src/ews/operations/get-item.ts';
import { resolveNames } from '../../src/ews/operations/resolve-names.ts';
import { attachmentId, folderId, itemId } from '../../src/ews/properties/id.ts';
import { itemProperties } from '../../src/ews/properties/item.ts';
import { requestSubjects } from '../../src/ews/request-subjects.ts';
import { address } from '../access.ts';

describe('the subjects of a request', () => {
  test('are its items, however they are named', () => {
    const request = getItem.encode({
      ids: [
        { id: itemId('a'), changeKey: 'k' },
        { masterOf: itemId('b') },
        { occurrenceOf: itemId('c'), index: 2 },
        { id: itemId('a') },
      ],
      wanted: [itemProperties.subject],
    });
    expect(requestSubjects(request)).toEqual(['a', 'b', 'c', 'a'].map((id) => ({ kind: 'Item', id })));
  });

  test('are its folders, by id or by well-known name, and nothing of what is searched for in them', () => {
    const request = findItem.encode({
      parents: [{ id: folderId('f') }, { distinguished: 'inbox', mailbox: address('alice@example.test') }],
      wanted: [itemProperties.subject],
      view: { type: 'indexed', offset: 0, limit: 10 },
      queryString: 'canary',
    });
    expect(requestSubjects(request)).toEqual([
      { kind: 'Folder', id: 'f' },
      { kind: 'WellKnownFolder', id: 'inbox' },
    ]);
  });

  test('are its attachments', () => {
    expect(requestSubjects(getAttachment.encode({ ids: [attachmentId('x')] }))).toEqual([
      { kind: 'Attachment', id: 'x' },
    ]);
  });

  test('are none where nothing is named', () => {
    expect(requestSubjects(resolveNames.encode({ query: 'canary' }))).toEqual([]);
  });
});
