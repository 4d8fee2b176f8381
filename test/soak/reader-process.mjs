/*
 * Downloads the address that is its first argument, as a browser does that writes to disk, and writes `bytes hash` (SHA-256). A process of its own, so that
 * whoever measures the gateway meanwhile does nothing else.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';

const [answer] = await once(get(process.argv[2]), 'response');
const hash = createHash('sha256');
let bytes = 0;
for await (const chunk of answer) {
  hash.update(chunk);
  bytes += chunk.byteLength;
}
process.stdout.write(answer.statusCode === 200 ? `${bytes} ${hash.digest('hex')}` : `HTTP ${answer.statusCode}`);
