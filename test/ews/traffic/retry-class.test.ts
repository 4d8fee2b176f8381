import { describe, expect, it } from 'vitest';
import { deleteFolder } from '../../../src/ews/operations/delete-folder.ts';
import { findItem } from '../../../src/ews/operations/find-item.ts';
import { getStreamingEvents } from '../../../src/ews/operations/get-streaming-events.ts';
import { sendItem } from '../../../src/ews/operations/send-item.ts';
import { subscribe } from '../../../src/ews/operations/subscribe.ts';
import { retryClassOf, retryDelayMs } from '../../../src/ews/traffic/retry-class.ts';

describe('the class of a call', () => {
  it('follows from what its operation says, of this input where that matters', () => {
    expect(retryClassOf(findItem, undefined as never)).toBe('read');
    expect(retryClassOf(subscribe, undefined as never)).toBe('once');
    expect(retryClassOf(getStreamingEvents, undefined as never)).toBe('once');
    expect(retryClassOf(sendItem, undefined as never)).toBe('once');
    expect(retryClassOf(deleteFolder, { folders: [], deleteType: 'HardDelete' })).toBe('repeatable');
    expect(retryClassOf(deleteFolder, { folders: [], deleteType: 'MoveToDeletedItems' })).toBe('once');
  });
});

describe('the wait before another try', () => {
  it('is anywhere between 50 ms and a limit that grows to a second', () => {
    const most = [1, 2, 3, 10].map((repeat) => retryDelayMs(repeat, () => 1));
    expect(most).toEqual([250, 1_000, 1_000, 1_000]);
    expect([1, 2, 3].map((repeat) => retryDelayMs(repeat, () => 0))).toEqual([50, 50, 50]);
  });
});
