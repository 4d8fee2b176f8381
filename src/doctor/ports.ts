import { once } from 'node:events';
import { createServer } from 'node:net';
import { defineCheck, type Finding } from './check.ts';
import { worstOf } from './worst-of.ts';

/** Whether the gateway could listen where it should. */
export const ports = defineCheck({
  name: 'ports',
  title: 'Ports',
  needs: ['config'],
  run: async ({ config: { host, port, metricsPort } }) => {
    const wanted = [
      ['PORT', port] as const,
      ...(metricsPort === undefined ? [] : [['METRICS_PORT', metricsPort] as const]),
    ];
    return worstOf(await Promise.all(wanted.map(([variable, number]) => listening(host, number, variable))));
  },
});

const listening = async (host: string, port: number, variable: string): Promise<Finding> => {
  if (port === 0) return { status: 'ok', found: `${variable}: any free one` };
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
    return { status: 'ok', found: `${variable}: ${port} is free` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'EADDRINUSE')
      return {
        status: 'warning',
        found: `${variable}: somebody listens on ${port} already`,
        advice: ['That is well if it is the gateway that runs here; another one could not start.'],
      };
    const advice = [
      'Name an address of this machine in HOST, and a port that the user may listen on (below 1024 few may).',
    ];
    return { status: 'failed', found: `${variable}: nobody can listen on port ${port} of ${host} (${code})`, advice };
  } finally {
    server.close();
  }
};
