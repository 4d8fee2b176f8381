import type { Particle } from './schema-type.ts';

/** How far the names of children fit: up to `end`, and whether that is all of them and nothing is missing. */
export interface ContentMatch {
  readonly isWhole: boolean;
  readonly end: number;
}

/**
 * Holds the names of an element's children against its content. One name decides which way to go, as XML Schema demands of every content (Unique
 * Particle Attribution), so that nothing is tried twice.
 */
export const matchContent = (content: readonly Particle[], names: readonly string[]): ContentMatch => {
  const { end, isWhole } = matchAll(content, names, 0);
  return { end, isWhole: isWhole && end === names.length };
};

/** What may stand after children that fit so far, each name once. */
export const elementsExpected = (content: readonly Particle[], names: readonly string[]): readonly string[] =>
  [...new Set(content.flatMap(namesIn))].filter((name) => matchContent(content, [...names, name]).end > names.length);

const matchAll = (parts: readonly Particle[], names: readonly string[], start: number): ContentMatch => {
  let end = start;
  for (const part of parts) {
    const matched = matchPart(part, names, end);
    end = matched.end;
    if (!matched.isWhole) return matched;
  }
  return { end, isWhole: true };
};

const matchPart = (part: Particle, names: readonly string[], start: number): ContentMatch => {
  let end = start;
  let isFound = false;
  while (begins(part, names[end]) && (part.isMany || !isFound)) {
    const matched = matchOnce(part, names, end);
    if (!matched.isWhole) return matched;
    end = matched.end;
    isFound = true;
  }
  return { end, isWhole: isFound || isEmptiable(part) };
};

const matchOnce = (part: Particle, names: readonly string[], start: number): ContentMatch => {
  if (part.kind === 'child') return { end: start + 1, isWhole: true };
  if (part.kind === 'sequence') return matchAll(part.parts, names, start);
  const chosen = part.parts.find((one) => begins(one, names[start]));
  return chosen === undefined ? { end: start, isWhole: false } : matchPart(chosen, names, start);
};

/** Whether a child of that name may be the first in a place. */
const begins = (part: Particle, name: string | undefined): boolean => {
  if (name === undefined) return false;
  if (part.kind === 'child') return part.name === name;
  if (part.kind === 'choice') return part.parts.some((one) => begins(one, name));
  const last = part.parts.findIndex((one) => !isEmptiable(one));
  return part.parts.slice(0, last === -1 ? undefined : last + 1).some((one) => begins(one, name));
};

const isEmptiable = (part: Particle): boolean => {
  if (part.isOptional) return true;
  if (part.kind === 'child') return false;
  return part.kind === 'choice' ? part.parts.some(isEmptiable) : part.parts.every(isEmptiable);
};

const namesIn = (part: Particle): readonly string[] =>
  part.kind === 'child' ? [part.name] : part.parts.flatMap(namesIn);
