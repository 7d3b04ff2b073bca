import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { root } from '../../scripts/built.ts';
import { variables } from '../../src/variables.ts';
import { testShell } from '../http/shell.ts';
import { secret } from '../http/sign-in/signing.ts';

interface Container {
  readonly args: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly [probe: `${string}Probe`]: { readonly httpGet?: { readonly path: string; readonly port: string } };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: Readonly<Record<string, unknown>>;
    readonly ports?: readonly { readonly port: number; readonly targetPort?: string }[];
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly containers: readonly Container[];
        readonly volumes?: readonly {
          readonly name: string;
          readonly secret?: { readonly defaultMode: number };
        }[];
      };
    };
  };
}

const documents = parseAllDocuments(readFileSync(join(root, 'deploy/kubernetes.yaml'), 'utf8'), {
  // As Kubernetes reads it: 0440 is octal.
  version: '1.1',
});
const manifests: Manifest[] = documents.map((each) => each.toJS());
const named = (kind: string, name: string) =>
  manifests.find((each) => each.kind === kind && each.metadata.name === name)?.spec;
const server = named('Deployment', 'copper-mcp');
const [container] = server?.template?.spec.containers ?? [];
const settings = Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));

test('the manifests are valid YAML, and each is there once', () => {
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(names).toEqual([
    'Deployment copper-mcp',
    'Service copper-mcp',
    'PodDisruptionBudget copper-mcp',
    'Ingress copper-mcp',
    'StatefulSet copper-mcp-redis',
    'Service copper-mcp-redis',
    'NetworkPolicy copper-mcp-redis',
  ]);
});

test('what belongs together fits together: labels, ports, volumes, replicas and the address of Redis', () => {
  expect(server?.replicas).toBe(2);
  expect(settings.COPPER_REPLICAS).toBe('2');
  for (const name of ['copper-mcp', 'copper-mcp-redis'])
    expect([...new Set([named('Service', name)?.selector?.app])]).toEqual([name]);
  expect(server?.template?.metadata.labels.app).toBe('copper-mcp');
  const { hostname, port } = new URL(settings.COPPER_REDIS_URL ?? '');
  expect(named('Service', hostname)?.ports?.map((each) => String(each.port))).toEqual([port]);
  const ports = container?.ports.map(({ name }) => name);
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
    expect(ports).toContain(container?.[probe]?.httpGet?.port);
    expect(container?.[probe]?.httpGet?.path).toBe(probe === 'readinessProbe' ? '/readyz' : '/healthz');
  }
  expect(named('Service', 'copper-mcp')?.ports?.map(({ targetPort }) => targetPort)).toEqual(['http']);
  const [mount] = container?.volumeMounts ?? [];
  expect(settings.COPPER_HTTP_SECRET_FILE).toBe(`${mount?.mountPath}/secret`);
  const [volume] = server?.template?.spec.volumes ?? [];
  expect([volume?.name, volume?.secret?.defaultMode]).toEqual([mount?.name, 0o440]);
});

test('the server starts with these settings, without a warning', async () => {
  const known = variables.flatMap(({ name }) => [name, `${name}_FILE`]);
  expect(Object.keys(settings).filter((name) => !known.includes(name))).toEqual([]);
  const path = settings.COPPER_HTTP_SECRET_FILE ?? '';
  const shell = testShell({
    ...settings,
    COPPER_HTTP_METRICS_PORT: '0',
    COPPER_REDIS_URL: 'redis://127.0.0.1:1',
  });
  shell.files.set(path, secret, 0o400);
  const args = container?.args.map((word) => (word === '3000' ? '0' : word)) ?? [];
  const code = shell.run(...args, '--sandbox');
  await shell.address();
  const told = shell.err.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  const about = told.filter(({ level, msg }) => level >= 40 && !/Redis/.test(msg));
  expect(about).toEqual([]);
  shell.interrupt();
  await code;
});
