import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configOf, deployed, deployedPolicy, deployedVariables, secondsToStop } from './settings.ts';

interface Service {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly [setting: string]: unknown;
}

const { services, networks } = parse(await deployed('compose/compose.yaml'), { merge: true }) as {
  readonly services: Readonly<Record<'gateway-1' | 'gateway-2' | 'redis' | 'proxy', Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
};

const gateway = services['gateway-1'];

test('two gateways run unprivileged on a read-only file system and have the time to finish', () => {
  expect(services['gateway-2']).toEqual(gateway);
  expect(gateway).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    depends_on: { redis: { condition: 'service_healthy' } },
  });
  expect(Number(String(gateway['stop_grace_period']).replace('s', ''))).toBeGreaterThan(secondsToStop);
});

test('the gateways share a Redis that evicts nothing, and nobody but the proxy is reached from outside', () => {
  expect(gateway.environment?.['REDIS_URL']).toBe('redis://redis:6379');
  expect(services.redis['command']).toContain('--maxmemory-policy noeviction');
  expect(gateway.ports).toBeUndefined();
  expect(services.redis.ports).toBeUndefined();
  expect(services.proxy.ports).toHaveLength(2);
});

test('Redis, which asks for no password, is on a network of the gateways alone', () => {
  const onNetworkOfRedis = Object.entries(services).filter(([, { networks: joined }]) =>
    (joined as readonly string[] | undefined)?.includes('behind'),
  );
  expect(services.redis['networks']).toEqual(['behind']);
  expect(onNetworkOfRedis.map(([name]) => name).toSorted()).toEqual(['gateway-1', 'gateway-2', 'redis']);
  expect(networks['behind']).toEqual({ internal: true });
  expect(Object.values(services).every(({ networks: joined }) => joined !== undefined)).toBe(true);
});

test('the proxy may listen on low ports, and nothing else', () => {
  expect(services.proxy).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    cap_add: ['NET_BIND_SERVICE'],
    security_opt: ['no-new-privileges:true'],
  });
});

test('the gateway starts with the settings of the example', async () => {
  const config = configOf({
    ...(await deployedVariables('compose/gateway.env.example')),
    ...gateway.environment,
  });
  expect(config).toMatchObject({ mode: 'workmail', port: 4000, metricsPort: 9090 });
  // Redis is reached within the private network of these containers alone.
  expect(config.warnings).toEqual([expect.stringContaining('REDIS_URL is without TLS')]);
  expect(await deployedPolicy('compose/policy.json.example')).toMatchObject({ policy: { grants: { length: 1 } } });
});

test('the proxy leads to the port of the gateways and keeps the metrics inside', async () => {
  const caddyfile = await deployed('compose/Caddyfile');
  expect(caddyfile).toContain('respond /metrics 404');
  expect(caddyfile).toContain('reverse_proxy gateway-1:4000 gateway-2:4000');
  expect(caddyfile).toContain('health_uri /ready');
});
