import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/ews/errors.ts';
import { folderId } from '../../../src/ews/properties/id.ts';
import { createSyncTokens, type FeedPosition, type FollowedFolder } from '../../../src/mailbox/feed/sync-token.ts';
import { createSealer } from '../../../src/sealer.ts';
import { address } from '../../access.ts';

const ann = address('ann@example.test');
const ben = address('ben@example.test');
const secret = new Uint8Array(32).fill(1);
const tokens = createSyncTokens(createSealer(secret));

const folder = (id: string, syncState: string | undefined): FollowedFolder => ({
  id: folderId(id),
  place: 'place',
  look: 'look',
  counts: '3/1',
  contents: syncState === undefined ? undefined : 'contents',
  readAt: 29_000_000,
  isDue: syncState === undefined,
  syncState,
});
const position: FeedPosition = { isReached: true, folders: [folder('one+/=', 'state+/='), folder('two', undefined)] };

/** A mailbox whose server writes states of so many random bytes. */
const positionOf = (folders: number, stateBytes: number): FeedPosition => ({
  isReached: true,
  folders: Array.from({ length: folders }, (_, index) =>
    folder(
      Buffer.concat([Buffer.alloc(40), Buffer.from(String(index).padStart(5, '0'))]).toString('base64'),
      randomBytes(stateBytes).toString('base64'),
    ),
  ),
});

describe('a sync token', () => {
  it('holds a position, whole, and is the same for the same position', () => {
    const token = tokens.seal(ann, position);
    expect(tokens.open(ann, token)).toEqual(position);
    expect(tokens.seal(ann, structuredClone(position))).toBe(token);
    const beginning = { isReached: false, folders: [] };
    expect(tokens.open(ann, tokens.seal(ann, beginning))).toEqual(beginning);
  });

  it('opens at another replica, and after the secret was replaced', () => {
    const token = tokens.seal(ann, position);
    expect(createSyncTokens(createSealer(secret)).open(ann, token)).toEqual(position);
    expect(createSyncTokens(createSealer(new Uint8Array(32).fill(2), secret)).open(ann, token)).toEqual(position);
  });

  it('opens for no other mailbox, and not when a letter of it was changed', () => {
    const token = tokens.seal(ann, position);
    expect(() => tokens.open(ben, token)).toThrow(InvalidInputError);
    expect(() => tokens.open(ann, `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`)).toThrow(
      InvalidInputError,
    );
    expect(() => tokens.open(ann, '')).toThrow(InvalidInputError);
    expect(() => tokens.open(ann, createSealer(secret).seal('cursor', 'x'))).toThrow(InvalidInputError);
  });

  it('of another version is no position, and no mistake of the client', () => {
    expect(tokens.open(ann, createSealer(secret).sealBytes('sync-token', Buffer.of(2)))).toBeUndefined();
  });

  it('of 300 folders fits into a request, with states of 1 KB as well', () => {
    expect(tokens.seal(ann, positionOf(300, 150)).length).toBeLessThan(100_000);
    const large = positionOf(300, 768);
    const token = tokens.seal(ann, large);
    expect(token.length).toBeLessThan(524_288);
    expect(tokens.open(ann, token)).toEqual(large);
  });

  it('is refused when it would be longer than half a request', () => {
    expect(() => tokens.seal(ann, positionOf(300, 3_000))).toThrow(InvalidInputError);
  });

  it('is refused when it would unfold to more than is unfolded, however short it is', () => {
    const folders = Array.from({ length: 2_000 }, (_, index) => folder(String(index), 'state'.repeat(600)));
    expect(() => tokens.seal(ann, { isReached: true, folders })).toThrow(InvalidInputError);
  });
});
