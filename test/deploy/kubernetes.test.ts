import { readdir } from 'node:fs/promises';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, parse } from 'yaml';
import { configOf, deployed, deployedPolicy, deployedVariables, secondsToStop } from './settings.ts';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

interface Validated {
  validate(): void;
}

/** What checks a manifest: the schema of Kubernetes' own API, by version and kind. */
const kinds: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  v1: core,
  'apps/v1': apps,
  'autoscaling/v2': autoscaling,
  'networking.k8s.io/v1': networking,
  'policy/v1': policy,
};

const kustomization = parse(await deployed('kubernetes/kustomization.yaml')) as {
  readonly resources: readonly string[];
};
const manifests = (
  await Promise.all(
    kustomization.resources.map(async (file) =>
      parseAllDocuments(await deployed(`kubernetes/${file}`)).map((document) => document.toJS() as Manifest),
    ),
  )
).flat();

const manifest = (kind: string, name: string): Manifest => {
  const found = manifests.find((one) => one.kind === kind && one.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
};

const { spec: deployment } = manifest('Deployment', 'workmail-graphql') as apps.IDeployment & Manifest;
const pod = deployment?.template.spec;
const [container] = pod?.containers ?? [];

describe('the manifests', () => {
  it('are all that lie there', async () => {
    const files = await readdir(new URL('../../deploy/kubernetes/', import.meta.url));
    const yaml = files.filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml');
    expect(yaml.sort()).toEqual([...kustomization.resources].sort());
  });

  it.each(manifests.map((one) => [one.kind, one.metadata.name, one] as const))(
    "%s %s is what Kubernetes' schema says",
    (kind, _name, one) => {
      const Kind = kinds[one.apiVersion]?.[kind] as (new (data: Manifest) => Validated) | undefined;
      if (Kind === undefined) throw new Error(`nothing is known of ${one.apiVersion} ${kind}`);
      expect(() => new Kind(one).validate()).not.toThrow();
    },
  );
});

describe('the pods', () => {
  it('run unprivileged on a read-only file system, in what a restricted namespace admits', () => {
    expect(pod?.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container?.resources?.limits).toHaveProperty('memory');
  });

  it('are taken out of the service before they end, and have the time to finish', () => {
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(secondsToStop);
    const { periodSeconds = 10, failureThreshold = 3 } = container?.readinessProbe ?? {};
    // The gateway takes requests for five seconds after SIGTERM, while it says that it is not ready.
    expect(periodSeconds * failureThreshold).toBeLessThan(5);
  });

  it('keep one going while a node is emptied', () => {
    const { spec } = manifest('PodDisruptionBudget', 'workmail-graphql') as policy.IPodDisruptionBudget & Manifest;
    expect(deployment?.replicas).toBe(2);
    expect(spec).toMatchObject({ minAvailable: 1, selector: deployment?.selector });
  });

  it('start with the settings of the examples', async () => {
    const own = Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value ?? '']));
    const config = configOf({
      ...(await deployedVariables('kubernetes/gateway.env.example')),
      ...(await deployedVariables('kubernetes/secrets.env.example')),
      ...own,
    });
    expect(config).toMatchObject({ mode: 'workmail', port: 4000, metricsPort: 9090 });
    // Redis is reached within the private network of these pods alone.
    expect(config.warnings).toEqual([expect.stringContaining('REDIS_URL is without TLS')]);
    expect(await deployedPolicy('kubernetes/policy.json.example')).toHaveProperty('policy');
  });
});

describe('what leads to the pods', () => {
  it('keeps the port of metrics inside', () => {
    const service = manifest('Service', 'workmail-graphql') as core.IService & Manifest;
    expect(service.spec?.ports?.map(({ targetPort }) => targetPort)).toEqual(['http']);
    const { spec } = manifest('Ingress', 'workmail-graphql') as networking.IIngress & Manifest;
    const paths = spec?.rules?.flatMap(({ http }) => http?.paths.map(({ path }) => path) ?? []);
    expect(paths).toEqual(['/graphql', '/attachments', '/mime', '/ews/notifications']);
  });
});
