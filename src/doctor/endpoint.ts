import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { GatewayConfig } from '../config.ts';
import { defineCheck, type Finding } from './check.ts';

/** How long a connection may take, milliseconds. */
const connectMs = 5_000;
/** A certificate that ends sooner than this is worth a word, days. */
const soonDays = 14;
const dayMs = 86_400_000;

/** The way to EWS without a word of HTTP: the name, the connection, the certificate. */
export const endpoint = defineCheck({
  name: 'endpoint',
  title: 'Way to EWS',
  needs: ['server'],
  teaches: ['reachable'],
  run: async ({ server }, { now }) => {
    const url = ewsUrlOf(server);
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    try {
      const addresses = await lookup(host, { all: true });
      const socket = await connected(host, port, url.protocol === 'https:');
      try {
        const details = isIP(host) === 0 ? [`${host} is ${addresses.map(({ address }) => address).join(', ')}`] : [];
        const certificate = 'getPeerCertificate' in socket ? socket.getPeerCertificate() : undefined;
        const learnt = { reachable: url };
        if (certificate === undefined)
          return { status: 'ok', found: `port ${port} is open, without TLS on loopback`, details, learnt };
        const judged = certificateFinding(new Date(certificate.valid_to), now());
        return { ...judged, found: `port ${port} is open, TLS is trusted, ${judged.found}`, details, learnt };
      } finally {
        socket.destroy();
      }
    } catch (error) {
      return failure(error, host, port);
    }
  },
});

/** Whether a certificate lasts for a while. */
export const certificateFinding = (ends: Date, now: Date): Finding => {
  const days = Math.floor((ends.getTime() - now.getTime()) / dayMs);
  const found = `the certificate ends on ${ends.toISOString().slice(0, 10)}`;
  if (days >= soonDays) return { status: 'ok', found };
  const advice = ['Whoever runs the mail server must renew its certificate, or nothing will work any more.'];
  return { status: 'warning', found: `${found}, in ${days} days`, advice };
};

/** Where EWS is. */
export const ewsUrlOf = (server: GatewayConfig): URL =>
  server.mode === 'ews' ? server.ews.ewsUrl : server.workmail.ewsUrl;

const connected = async (host: string, port: number, isTls: boolean): Promise<Socket | TLSSocket> => {
  // A name, not an address, is what a certificate is for: RFC 6066, 3.
  const socket = isTls
    ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) })
    : connectTcp({ host, port });
  try {
    await once(socket, isTls ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(connectMs) });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
};

const failure = (error: unknown, host: string, port: number): Finding => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  if (/ENOTFOUND|EAI_AGAIN/.test(code))
    return {
      status: 'failed',
      found: `there is no address for ${host} (${code})`,
      advice: ['Look for a typing mistake in the address or region, and at the DNS of this machine.'],
    };
  if (/CERT|ALTNAME|UNABLE_TO|SELF_SIGNED|ISSUER|TLS|SSL|EPROTO/.test(code))
    return { status: 'failed', found: `TLS with ${host} fails (${code})`, advice: [tlsAdvice(code)] };
  const reason = code === 'ABORT_ERR' ? `no answer in ${connectMs / 1000} seconds` : code;
  return {
    status: 'failed',
    found: `port ${port} of ${host} cannot be reached (${reason})`,
    advice: ['Look at the firewall, the security group and the route to the internet, and whether the port is right.'],
  };
};

const tlsAdvice = (code: string): string => {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'The certificate is for another name: use the name that stands in it.';
  if (code === 'CERT_HAS_EXPIRED') return 'The certificate has ended; or the clock of this machine is wrong.';
  if (code === 'CERT_NOT_YET_VALID') return 'The certificate is not valid yet; or the clock of this machine is wrong.';
  if (/EPROTO|SSL/.test(code)) return 'What answers there speaks no TLS that Node.js accepts: is the port right?';
  return 'The authority of the certificate is unknown here: name its file in NODE_EXTRA_CA_CERTS. Is there a proxy that opens TLS?';
};
