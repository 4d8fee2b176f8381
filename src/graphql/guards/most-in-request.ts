import type { Context } from '../context.ts';

/** Counts a thing, by what tells it from others, and says whether this request may have one more of its kind; the same one again counts once. */
export type CountInRequest = (context: Context, thing: string) => boolean;

/**
 * Makes the count of one kind of thing of which nobody knows, when the price of an operation is made, how many there will be: as many as somebody else
 * has put into a group or a directory. `most`: of one request.
 */
export const mostInRequest = (most: number): CountInRequest => {
  const counted = new WeakMap<Context, Set<string>>();
  return (context, thing) => {
    const things = counted.get(context) ?? new Set();
    counted.set(context, things);
    if (!things.has(thing) && things.size >= most) return false;
    things.add(thing);
    return true;
  };
};
