export const runQueueMs: () => number;
