import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The links of a page, images too, that lead nowhere: into a file that is not there, or to a heading that its page does not have. */
export const brokenLinks = (page: string): readonly string[] => {
  const text = withoutCode(readFileSync(join(root, page), 'utf8'));
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .flatMap(([, target]) => target ?? [])
    .filter((target) => !/^(?:https?|mailto):/.test(target) && !leadsSomewhere(page, target));
};

const leadsSomewhere = (page: string, target: string): boolean => {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(root, page) : join(root, dirname(page), path);
  // A link out of the repository leads nowhere for whoever has only that.
  if (relative(root, file).startsWith('..')) return false;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return false;
  return anchor === undefined || (found.isFile() && anchorsOf(readFileSync(file, 'utf8')).has(anchor));
};

/** The anchors that GitHub gives to headings: lower case, without punctuation, spaces as hyphens, numbered where they repeat. */
const anchorsOf = (text: string): ReadonlySet<string> => {
  const seen = new Map<string, number>();
  const anchors = [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
  return new Set(anchors);
};

const withoutCode = (text: string): string => text.replaceAll(/^(`{3,})[^]*?^\1$/gm, '');
