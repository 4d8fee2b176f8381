import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FollowedMailbox, kinds } from './followed-mailbox.ts';

const steps = fc.array(fc.record({ kind: fc.constantFrom(...kinds), which: fc.nat(999), other: fc.nat(999) }), {
  minLength: 1,
  maxLength: 40,
});

describe('a client that follows a mailbox by its changes, or by its events', () => {
  it.each(['inbox', 'msgfolderroot', 'root'])('knows all that lies below %s, whatever was done in between', (base) => {
    fc.assert(
      fc.property(steps, (script) => {
        const mailbox = new FollowedMailbox(base);
        for (const step of script) mailbox.do(step);
        const { known, present, surprises } = mailbox.finish();
        expect(surprises).toEqual([]);
        expect(known).toEqual(present);
        expect(mailbox.eventTroubles()).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
