import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A file, what it imports, and whether the house rules allow that. */
const imports: readonly (readonly [file: string, imported: string, verdict: 'allowed' | 'refused'])[] = [
  ['src/ews/probe.ts', '../credentials/token-provider.ts', 'allowed'],
  ['src/ews/probe.ts', '../graphql/errors.ts', 'refused'],
  ['src/ews/operations/probe.ts', '../../mailbox/page.ts', 'refused'],
  ['src/ews/probe.ts', 'graphql', 'refused'],
  ['src/ews/probe.ts', 'fast-xml-parser', 'refused'],
  ['src/ews/probe.ts', '../emulator/xml/xml.ts', 'refused'],
  ['src/mailbox/probe.ts', '../ews/errors.ts', 'allowed'],
  ['src/mailbox/probe.ts', '../graphql/errors.ts', 'refused'],
  ['src/mailbox/probe.ts', '../http/route.ts', 'refused'],
  ['src/mailbox/probe.ts', 'graphql', 'refused'],
  ['src/mailbox/probe.ts', '../notifications/hub.ts', 'refused'],
  ['src/notifications/probe.ts', '../mailbox/page.ts', 'allowed'],
  ['src/notifications/probe.ts', '../graphql/errors.ts', 'refused'],
  ['src/notifications/probe.ts', '../http/route.ts', 'refused'],
  ['src/notifications/probe.ts', 'graphql', 'refused'],
  ['src/graphql/types/probe.ts', '../../notifications/hub.ts', 'allowed'],
  ['src/graphql/types/probe.ts', '../../mailbox/page.ts', 'allowed'],
  ['src/graphql/types/probe.ts', '../../http/route.ts', 'refused'],
  ['src/graphql/probe.ts', '../gateway.ts', 'refused'],
  ['src/graphql/probe.ts', '../live.ts', 'refused'],
  ['src/graphql/probe.ts', '../emulator/emulator.ts', 'refused'],
  ['src/http/probe.ts', '../ews/stream.ts', 'allowed'],
  ['src/http/probe.ts', '../graphql/errors.ts', 'refused'],
  ['src/http/probe.ts', '../emulator/emulator.ts', 'refused'],
  ['src/credentials/probe.ts', '../access/policy.ts', 'refused'],
  ['src/credentials/probe.ts', '../ews/errors.ts', 'refused'],
  ['src/directory/probe.ts', '../ews/properties/id.ts', 'allowed'],
  ['src/directory/probe.ts', '../ews/properties/codec.ts', 'refused'],
  ['src/exports/probe.ts', '../directory/directory.ts', 'refused'],
  ['src/graphql/probe.ts', '../exports/mailbox-exports.ts', 'allowed'],
  ['src/access/probe.ts', '../config.ts', 'refused'],
  ['src/telemetry/probe.ts', '../mailbox/page.ts', 'refused'],
  ['src/sealer.ts', './mailbox/page.ts', 'refused'],
  ['src/gateway.ts', './graphql/schema.ts', 'allowed'],
  ['src/gateway.ts', './emulator/emulator.ts', 'refused'],
  ['src/gateway.ts', './embedded.ts', 'refused'],
  ['src/backend.ts', './embedded.ts', 'refused'],
  ['src/live.ts', './notifications/hub.ts', 'allowed'],
  ['src/live.ts', './embedded.ts', 'refused'],
  ['src/operator-access.ts', './mailbox/open-mailbox.ts', 'allowed'],
  ['src/operator-access.ts', './cli/main.ts', 'refused'],
  ['src/mailbox/probe.ts', '../operator-access.ts', 'refused'],
  ['src/doctor/probe.ts', '../operator-access.ts', 'allowed'],
  ['src/doctor/probe.ts', '../embedded.ts', 'allowed'],
  ['src/doctor/probe.ts', '../gateway.ts', 'refused'],
  ['src/doctor/probe.ts', '../cli/main.ts', 'refused'],
  ['src/doctor/probe.ts', '../emulator/emulator.ts', 'refused'],
  ['src/graphql/probe.ts', '../doctor/checks.ts', 'refused'],
  ['src/migration/probe.ts', '../mailbox/folders.ts', 'allowed'],
  ['src/migration/probe.ts', '../ews/operation.ts', 'allowed'],
  ['src/migration/probe.ts', '../graphql/schema.ts', 'refused'],
  ['src/migration/probe.ts', '../cli/main.ts', 'refused'],
  ['src/mailbox/probe.ts', '../migration/target.ts', 'refused'],
  ['src/server-config.ts', './config-variables.ts', 'allowed'],
  ['src/server-config.ts', './mailbox/folders.ts', 'refused'],
  ['src/observe.ts', './graphql/error-table.ts', 'allowed'],
  ['src/observe.ts', './embedded.ts', 'refused'],
  ['src/telemetry/probe.ts', '../observe.ts', 'refused'],
  ['src/http/probe.ts', '../observe.ts', 'refused'],
  ['src/yoga-server.ts', './graphql/schema.ts', 'allowed'],
  ['src/yoga-server.ts', './embedded.ts', 'refused'],
  ['src/graphql/probe.ts', '../yoga-server.ts', 'refused'],
  ['src/main.ts', './gateway-process.ts', 'allowed'],
  ['src/run-gateway.ts', './gateway.ts', 'allowed'],
  ['src/gateway.ts', './run-gateway.ts', 'refused'],
  ['src/graphql/probe.ts', '../gateway-process.ts', 'refused'],
  ['src/main.ts', './emulator/emulator.ts', 'refused'],
  ['src/embedded.ts', './emulator/emulator.ts', 'allowed'],
  ['src/cli/probe.ts', '../emulator/emulator.ts', 'allowed'],
  ['src/gateway.ts', './cli/main.ts', 'refused'],
  ['src/emulator/probe.ts', '../cli/main.ts', 'refused'],
  ['src/emulator/operations/probe.ts', '../store/store.ts', 'allowed'],
  ['src/emulator/operations/probe.ts', '../endpoint/http-exchange.ts', 'refused'],
  ['src/emulator/operations/probe.ts', '../seed/people.ts', 'refused'],
  ['src/emulator/seed/probe.ts', '../mail/conversation-ids.ts', 'allowed'],
  ['src/emulator/seed/probe.ts', '../operations/get-item.ts', 'refused'],
  ['src/emulator/store/probe.ts', '../item/field-uri.ts', 'allowed'],
  ['src/emulator/store/probe.ts', '../operation.ts', 'allowed'],
  ['src/emulator/store/probe.ts', '../operations/get-item.ts', 'refused'],
  ['src/emulator/store/probe.ts', '../seed/people.ts', 'refused'],
  ['src/emulator/store/probe.ts', '../world.ts', 'refused'],
  ['src/emulator/workmail/probe.ts', '../endpoint/http-exchange.ts', 'refused'],
  ['src/emulator/xml/probe.ts', '../emulator-error.ts', 'allowed'],
  ['src/emulator/xml/probe.ts', '../store/store.ts', 'refused'],
  ['src/emulator/xml/probe.ts', '../operation.ts', 'refused'],
  ['src/emulator/endpoint/probe.ts', '../operations/get-item.ts', 'allowed'],
  ['src/emulator/endpoint/probe.ts', '../control/control.ts', 'refused'],
  ['src/emulator/endpoint/probe.ts', '../emulator.ts', 'refused'],
  ['src/emulator/endpoint/probe.ts', '../../http/route.ts', 'refused'],
  ['src/emulator/control/probe.ts', '../emulator.ts', 'allowed'],
  ['src/emulator/control/probe.ts', '../../config.ts', 'refused'],
  ['src/emulator/control/probe.ts', '@aws-sdk/client-workmail', 'refused'],
  ['src/emulator/probe.ts', '../ews/xml.ts', 'refused'],
  ['src/emulator/operations/probe.ts', '../../ews/xml.ts', 'refused'],
  ['src/emulator/probe.ts', '../access/policy.ts', 'refused'],
  ['src/emulator/probe.ts', '../config.ts', 'refused'],
  ['src/emulator/probe.ts', 'saxes', 'refused'],
];

interface Finding {
  readonly code: string;
  readonly filename: string;
}

const oxlint = (folder: string): Promise<readonly Finding[]> =>
  new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join(root, 'node_modules/oxlint/bin/oxlint'), '-f', 'json', 'src'],
      { cwd: folder },
      (error, stdout) => {
        if (stdout === '') reject(error ?? new Error('oxlint printed nothing'));
        else resolve((JSON.parse(stdout) as { readonly diagnostics: readonly Finding[] }).diagnostics);
      },
    );
  });

const write = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
};

describe('the floors', () => {
  let folder: string;
  /** What each file imports, in turn: a round writes one import into every file, so that the linter starts a few times and not once per import. */
  const probes = new Map<string, readonly (readonly [string, string])[]>();
  let refused: ReadonlySet<string>;
  let cycles: readonly string[];

  beforeAll(async () => {
    const files = [...new Set(imports.map(([file]) => file))];
    for (const file of files)
      probes.set(
        file,
        imports.filter(([candidate]) => candidate === file).map(([, imported, verdict]) => [imported, verdict]),
      );
    const rounds = Math.max(...[...probes.values()].map((list) => list.length));
    const found = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      folder = await mkdtemp(join(tmpdir(), 'floors-'));
      await copyFile(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
      for (const [file, list] of probes) {
        const imported = list[round]?.[0];
        if (imported !== undefined)
          await write(
            join(folder, file),
            `import * as probe from '${imported}';\nexport const probed: unknown = probe;\n`,
          );
      }
      await write(
        join(folder, 'src/circle/one.ts'),
        "import { two } from './two.ts';\nexport const one = (): unknown => two;\n",
      );
      await write(
        join(folder, 'src/circle/two.ts'),
        "import { one } from './one.ts';\nexport const two = (): unknown => one;\n",
      );
      const findings = await oxlint(folder);
      for (const { code, filename } of findings) {
        if (code.includes('no-restricted-imports'))
          found.add(`${filename} ${probes.get(filename)?.[round]?.[0] ?? ''}`);
      }
      cycles = findings.filter(({ code }) => code.includes('no-cycle')).map(({ filename }) => filename);
      await rm(folder, { recursive: true });
    }
    refused = found;
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test.each(imports)('%s importing %s is %s', (file, imported, verdict) => {
    expect(refused.has(`${file} ${imported}`)).toBe(verdict === 'refused');
  });

  test('a circle of imports is refused', () => {
    expect([...cycles].toSorted()).toEqual(['src/circle/one.ts', 'src/circle/two.ts']);
  });
});
