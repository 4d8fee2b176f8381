import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FreeBusyStatus } from '../../../src/ews/operations/get-user-availability.ts';
import { worstStatuses } from '../../../src/mailbox/availability/worst-statuses.ts';

const weights: readonly FreeBusyStatus[] = ['Free', 'NoData', 'Tentative', 'Busy', 'OOF'];

it('tells for each place the worst of what covers it', () => {
  const span = fc.record({
    first: fc.integer({ min: -5, max: 15 }),
    end: fc.integer({ min: -5, max: 15 }),
    status: fc.constantFrom(...weights),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 12 }),
      fc.constantFrom('Free', 'NoData'),
      fc.array(span),
      (count, otherwise, covered) => {
        const expected = Array.from({ length: count }, (_, place) =>
          covered
            .filter(({ first, end }) => first <= place && place < end)
            .reduce((worst, { status }) => Math.max(worst, weights.indexOf(status)), weights.indexOf(otherwise)),
        );
        expect(worstStatuses(count, otherwise, covered)).toEqual(expected.map((weight) => weights[weight]));
      },
    ),
  );
});
