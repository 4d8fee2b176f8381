import { createEmulator } from '../../src/emulator/emulator.ts';
import type { SoakedSetting } from './soaked-gateway.ts';

/*
 * The mail server in a process of its own, started by attacks.soak.ts from its compiled form: what it takes to write 25 MB of XML is not to be taken
 * for slowness of the gateway.
 */

const { listen, organizationId, roles } = createEmulator({ today: new Date('2026-03-18T00:00:00Z') });
const started: Pick<SoakedSetting, 'emulator' | 'addresses'> = {
  emulator: { organizationId, roles },
  addresses: await listen(),
};
process.send?.(started);
