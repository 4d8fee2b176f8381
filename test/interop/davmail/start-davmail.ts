import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { boundCommand } from '../../bound-command.ts';

/** DavMail with its doors, all on loopback and without TLS. */
export interface Davmail {
  readonly imapPort: number;
  readonly smtpPort: number;
  readonly caldavPort: number;
  /** How its IMAP server greets, with its name and version: `* OK [CAPABILITY …] IMAP4rev1 DavMail 6.0.1-3585 server ready`. */
  readonly greeting: string;
  /** Ends it, however it feels about that. */
  stop(): Promise<void>;
}

/** Where DavMail is: DAVMAIL_PATH, else where Debian's package puts it. */
const davmailPath = process.env['DAVMAIL_PATH'] ?? '/usr/bin/davmail';

/** Whether this machine has DavMail. */
export const hasDavmail = (): boolean => existsSync(davmailPath);

/**
 * Starts DavMail in front of an EWS endpoint, without a window; people sign in to it with their own passwords. Its settings and its log lie in a
 * folder that ends with it. Throws with its own words when it ends or opens no door within four minutes.
 */
export const startDavmail = async (ewsUrl: string): Promise<Davmail> => {
  const folder = await mkdtemp(join(tmpdir(), 'davmail-'));
  const [imapPort = 0, smtpPort = 0, caldavPort = 0] = await freePorts(3);
  const settings = join(folder, 'davmail.properties');
  await writeFile(settings, propertiesOf({ ewsUrl, imapPort, smtpPort, caldavPort, log: join(folder, 'davmail.log') }));
  const child = spawn(...boundCommand(davmailPath, [settings]), { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => void (said = (said + text).slice(-8_000)));
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  let greeting: string;
  try {
    await once(child, 'spawn');
    const deadline = Date.now() + 240_000;
    for (const port of [imapPort, smtpPort, caldavPort]) {
      while (!(await accepts(port))) {
        const isOver = child.exitCode !== null || child.signalCode !== null || Date.now() > deadline;
        if (isOver) throw new Error(`DavMail opens no door: ${said}`);
        await sleep(200);
      }
    }
    greeting = await firstLine(imapPort);
  } catch (error) {
    await stop();
    throw error;
  }
  return { imapPort, smtpPort, caldavPort, greeting, stop };
};

/** https://davmail.sourceforge.net/serversetup.html; `0` days of keeping or of the past: all. */
const propertiesOf = (given: {
  readonly ewsUrl: string;
  readonly imapPort: number;
  readonly smtpPort: number;
  readonly caldavPort: number;
  readonly log: string;
}): string =>
  [
    'davmail.server=true',
    'davmail.mode=EWS',
    `davmail.url=${given.ewsUrl}`,
    `davmail.imapPort=${given.imapPort}`,
    `davmail.smtpPort=${given.smtpPort}`,
    `davmail.caldavPort=${given.caldavPort}`,
    'davmail.popPort=',
    'davmail.ldapPort=',
    'davmail.bindAddress=127.0.0.1',
    'davmail.allowRemote=false',
    'davmail.disableUpdateCheck=true',
    `davmail.logFilePath=${given.log}`,
    'davmail.keepDelay=0',
    'davmail.sentKeepDelay=0',
    'davmail.caldavPastDelay=0',
    'davmail.folderSizeLimit=0',
    'davmail.imapAutoExpunge=false',
    // Minutes between two looks for new mail while a client idles; without it there is no IDLE.
    'davmail.imapIdleDelay=1',
    '',
  ].join('\n');

/**
 * Ports that nobody listens at, all different. Linux gives connections theirs from 32768 on: one below is not taken by somebody's connection in the
 * seconds that Java needs to begin.
 */
const freePorts = async (count: number): Promise<readonly number[]> => {
  const servers: Server[] = [];
  const ports = new Set<number>();
  while (servers.length < count) {
    const port = randomInt(20_000, 32_000);
    if (ports.has(port)) continue;
    if (ports.size === 1_000) throw new Error('no port of a thousand is free');
    ports.add(port);
    const server = createServer().listen(port, '127.0.0.1');
    if (await isListening(server)) servers.push(server);
  }
  const free = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return free;
};

const isListening = (server: Server): Promise<boolean> =>
  once(server, 'listening').then(
    () => true,
    () => false,
  );

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Empty when the connection ends before. */
const firstLine = async (port: number): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  try {
    for await (const line of createInterface({ input: socket })) return line;
    return '';
  } finally {
    socket.destroy();
  }
};
