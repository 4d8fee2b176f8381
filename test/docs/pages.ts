import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every page of the repository whose blocks are run, by its path from the root. */
export const allPages = (): readonly string[] => [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].filter((page) => existsSync(`${root}${page}`)),
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`)
    .sort(),
  ...readdirSync(`${root}examples`)
    .map((example) => `examples/${example}/README.md`)
    .filter((page) => existsSync(`${root}${page}`)),
];

/** Whether a page belongs to the guide to the schema, which asks a gateway and needs no clone. */
export const isGuide = (page: string): boolean => page.startsWith('docs/guide/');
