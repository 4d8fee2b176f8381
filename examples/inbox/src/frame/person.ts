import type { PersonFragment } from '../generated/graphql.ts';

/** How somebody is called: by name, else by address. */
export const personName = (person: PersonFragment | null): string => person?.name ?? person?.address ?? 'Nobody';

/** One or two letters that stand for somebody. */
export const initials = (name: string): string => {
  const words = name.split(/[\s@._-]+/u).filter((word) => /^\p{L}/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => /^./u.exec(word ?? '')?.[0] ?? '',
  );
  return letters.join('').toLocaleUpperCase() || '?';
};

/** A hue that is always the same for the same name, in degrees. */
export const hue = (name: string): number => {
  let sum = 7;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return sum;
};
