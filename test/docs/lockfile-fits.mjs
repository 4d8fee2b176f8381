// Stands in for `npm ci`: ends with 0 where package-lock.json is the lockfile of package.json and everything in it has been installed.
import { existsSync, readFileSync } from 'node:fs';

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const locked = read('package-lock.json').packages;
const wanted = read('package.json');
const mistakes = ['dependencies', 'devDependencies'].flatMap((kind) =>
  Object.entries(wanted[kind] ?? {})
    .filter(([name, version]) => locked[''][kind]?.[name] !== version || !existsSync(`node_modules/${name}`))
    .map(([name]) => name),
);
if (mistakes.length > 0) {
  process.stderr.write(`package-lock.json does not fit: ${mistakes.join(', ')}\n`);
  process.exitCode = 1;
}
