import { bodyProbes } from './body-probes.ts';
import { browserProbes } from './browser-probes.ts';
import { documentProbes } from './document-probes.ts';
import { downloadProbes } from './download-probes.ts';
import { idProbes } from './id-probes.ts';
import { injectionProbes } from './injection-probes.ts';
import { listProbes } from './list-probes.ts';
import type { Probe } from './probe.ts';
import { socketProbes } from './socket-probes.ts';
import { tokenProbes } from './token-probes.ts';
import { uploadProbes } from './upload-probes.ts';

/** Every attack that is tried, by class. */
export const probes: Readonly<Record<string, readonly Probe[]>> = {
  documents: documentProbes,
  lists: listProbes,
  bodies: bodyProbes,
  uploads: uploadProbes,
  browsers: browserProbes,
  connections: socketProbes,
  callers: tokenProbes,
  'ids and mailboxes': idProbes,
  injections: injectionProbes,
  downloads: downloadProbes,
};
