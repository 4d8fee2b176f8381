import type { FreeBusyStatus } from '../../ews/operations/get-user-availability.ts';

/** Statuses from the one that leaves most of somebody's time to the one that leaves least. */
const byWeight: readonly FreeBusyStatus[] = ['Free', 'NoData', 'Tentative', 'Busy', 'OOF'];

/** Places of a list that something covers: from `first` on, up to and without `end`. Those outside of the list count for nothing. */
export interface CoveredPlaces {
  readonly first: number;
  readonly end: number;
  readonly status: FreeBusyStatus;
}

/**
 * What takes most of somebody's time at each of `count` places, `otherwise` where nothing covers one. Time and memory grow with events and places, not with
 * one times the other: a calendar may hold as many events without end as somebody likes to put there.
 */
export const worstStatuses = (
  count: number,
  otherwise: FreeBusyStatus,
  covered: readonly CoveredPlaces[],
): FreeBusyStatus[] => {
  const statuses = Array.from({ length: count }, () => otherwise);
  for (const status of byWeight.slice(byWeight.indexOf(otherwise) + 1)) {
    /** How many more cover a place than the one before it. */
    const steps = new Int32Array(count + 1);
    for (const span of covered) {
      const [first, end] = [Math.max(span.first, 0), Math.min(span.end, count)];
      if (span.status !== status || first >= end) continue;
      steps[first] = (steps[first] ?? 0) + 1;
      steps[end] = (steps[end] ?? 0) - 1;
    }
    let depth = 0;
    for (let place = 0; place < count; place += 1) {
      depth += steps[place] ?? 0;
      if (depth > 0) statuses[place] = status;
    }
  }
  return statuses;
};
