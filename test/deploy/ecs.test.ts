import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WorkMail } from '@aws-sdk/client-workmail';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { readPolicyFile } from '../../src/access/policy-file.ts';
import { describeNeeding } from '../witness.ts';
import { configOf, deployed, secondsToStop } from './settings.ts';

interface Container {
  readonly name: string;
  readonly user: string;
  readonly command?: readonly string[];
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string }[];
  readonly stopTimeout?: number;
  readonly [setting: string]: unknown;
}

interface Policy {
  readonly Statement: readonly { readonly Action: string | readonly string[]; readonly Resource: string }[];
}

const task = JSON.parse(await deployed('ecs/task-definition.json')) as {
  readonly containerDefinitions: readonly [Container, Container];
};
const [settings, gateway] = task.containerDefinitions;

test('the gateway of a task runs unprivileged on a read-only file system and has the time to finish', () => {
  expect(gateway).toMatchObject({
    name: 'gateway',
    user: '1000',
    readonlyRootFilesystem: true,
    linuxParameters: { capabilities: { drop: ['ALL'] } },
  });
  expect(gateway.stopTimeout).toBeGreaterThan(secondsToStop);
});

test('the gateway of a task starts with its settings', () => {
  const environment = Object.fromEntries((gateway.environment ?? []).map(({ name, value }) => [name, value]));
  const secrets = Object.fromEntries(gateway.secrets.map(({ name }) => [name, '']));
  const config = configOf({ ...environment, ...secrets, REDIS_URL: 'rediss://cache.example.com:6379' });
  expect(config).toMatchObject({ mode: 'workmail', port: 4000, metricsPort: 9090 });
  expect(config.warnings).toEqual([]);
});

test('the policy comes out of the secret as it went in', async () => {
  expect(settings.secrets.map(({ name }) => name)).toEqual(['POLICY']);
  const policy = await deployed('compose/policy.json.example');
  const [program = '', option = '', script = ''] = settings.command ?? [];
  expect([program, option]).toEqual(['node', '-e']);
  const folder = await mkdtemp(join(tmpdir(), 'settings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const moved = script.replaceAll("'/settings", `'${folder}`).replaceAll("'/tmp'", `'${folder}'`);
  execFileSync(process.execPath, ['-e', moved], { env: { POLICY: policy } });
  const written = await readFile(join(folder, 'policy.json'), 'utf8');
  expect(readPolicyFile(written, { hasMailboxClaim: true })).toHaveProperty('policy');
});

describe('the IAM policy of a task', async () => {
  const { Statement } = JSON.parse(await deployed('ecs/task-role-policy.json')) as Policy;
  const actions = Statement.flatMap(({ Action }) => Action);

  it('names actions that WorkMail has, on one organisation', () => {
    for (const action of actions) {
      const [service = '', name = ''] = action.split(':');
      expect(service).toBe('workmail');
      expect(WorkMail.prototype, action).toHaveProperty(`${name.slice(0, 1).toLowerCase()}${name.slice(1)}`);
    }
    expect(new Set(Statement.map(({ Resource }) => Resource)).size).toBe(1);
  });

  it('opens mailboxes through the two roles of the task only', () => {
    const roles = (gateway.environment ?? []).filter(({ name }) => name.endsWith('IMPERSONATION_ROLE_ID'));
    expect(Statement.find(({ Action }) => Action === 'workmail:AssumeImpersonationRole')).toMatchObject({
      Condition: { StringEquals: { 'workmail:ImpersonationRoleId': roles.map(({ value }) => value) } },
    });
  });
});

const python = process.env['EWS_PYTHON'] ?? '/usr/bin/python3';
const hasBoto3 = ((): boolean => {
  try {
    execFileSync(python, ['-c', 'import botocore'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describeNeeding('no botocore in EWS_PYTHON', hasBoto3, "AWS's own shapes", () => {
  it.each([
    ['ecs', 'RegisterTaskDefinition', 'task-definition.json'],
    ['ecs', 'CreateService', 'service.json'],
    ['elbv2', 'CreateTargetGroup', 'target-group.json'],
  ])('take what %s %s is told', (service, operation, file) => {
    const path = fileURLToPath(new URL(`../../deploy/ecs/${file}`, import.meta.url));
    const script = `
import json, sys, botocore.session, botocore.validate
model = botocore.session.get_session().get_service_model(sys.argv[1])
shape = model.operation_model(sys.argv[2]).input_shape
print(botocore.validate.ParamValidator().validate(json.load(open(sys.argv[3])), shape).generate_report())`;
    expect(execFileSync(python, ['-c', script, service, operation, path], { encoding: 'utf8' }).trim()).toBe('');
  });
});
