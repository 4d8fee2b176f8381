import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const read = (file: string): Promise<string> => readFile(new URL(`../${file}`, import.meta.url), 'utf8');

it('npm installs no package that the oldest Node we run on cannot run', async () => {
  expect(JSON.parse(await read('package.json'))).toMatchObject({ engines: { node: '>=20.19' } });
  expect(await read('.npmrc')).toMatch(/^engine-strict=true$/m);
});

it('there is one copy of graphql, because values of one are none of the other', async () => {
  const { packages } = JSON.parse(await read('package-lock.json')) as { readonly packages: object };
  expect(Object.keys(packages).filter((path) => /(?:^|\/)node_modules\/graphql$/.test(path))).toEqual([
    'node_modules/graphql',
  ]);
});
