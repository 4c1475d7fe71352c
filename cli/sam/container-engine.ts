import { spawnSync } from 'node:child_process';
import { request } from 'node:http';
import { isRecord, parseRecord, recordOf } from '../../lib/core/type-guards.ts';

/** A running container engine. */
export interface ContainerEngine {
  /** Variables that make SAM use this engine. */
  readonly environment: Readonly<Record<string, string>>;
  /** Addresses of this machine in the network of the containers, if the engine runs on this machine. */
  readonly gateways: readonly string[];
}

const DEFAULT_HOST = process.platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock';

/** Sockets of Finch. If no Docker runs, SAM uses them without a variable. */
const FINCH_HOSTS = ['unix:///Applications/Finch/lima/data/finch/sock/finch.sock', 'unix:///var/run/finch.sock'];

const PING_TIMEOUT_MS = 3_000;

/**
 * Finds the engine that SAM will use: that of `DOCKER_HOST`, else of Docker's current context, else Finch. SAM itself does not
 * read contexts, so the engine's `environment` names that of the context.
 *
 * @param environment - Variables with which to find it.
 */
export async function findContainerEngine(environment = process.env): Promise<ContainerEngine | undefined> {
  const { DOCKER_HOST: chosen } = environment;
  if (chosen) return await engineAt(chosen, environment);
  const context = hostOfContext(environment);
  if (context !== undefined && context !== DEFAULT_HOST) {
    const engine = await engineAt(context, environment);
    if (engine) return { ...engine, environment: { DOCKER_HOST: context } };
  }
  for (const host of [DEFAULT_HOST, ...FINCH_HOSTS]) {
    const engine = await engineAt(host, environment);
    if (engine) return engine;
  }
  return undefined;
}

/** Returns the address of Docker's current context; `undefined` without Docker's command line. */
function hostOfContext(environment: NodeJS.ProcessEnv): string | undefined {
  const format = '{{.Endpoints.docker.Host}}';
  const options = { encoding: 'utf8', env: environment } as const;
  const { status, stdout } = spawnSync('docker', ['context', 'inspect', '--format', format], options);
  const host = status === 0 ? stdout.trim() : '';
  return host === '' ? undefined : host;
}

async function engineAt(host: string, environment: NodeJS.ProcessEnv): Promise<ContainerEngine | undefined> {
  const [, socketPath] = /^(?:unix|npipe):\/\/(.+)$/.exec(host) ?? [];
  if (socketPath === undefined) {
    // An engine on another machine: Docker's command line knows how to connect.
    const { status } = spawnSync('docker', ['version'], { env: { ...environment, DOCKER_HOST: host } });
    return status === 0 ? { environment: {}, gateways: [] } : undefined;
  }
  if ((await get(socketPath, '/_ping')) === undefined) return undefined;
  return { environment: {}, gateways: gatewaysOf(await get(socketPath, '/networks/bridge')) };
}

function gatewaysOf(text = ''): readonly string[] {
  const { Config: configs } = recordOf(recordOf(parseRecord(text)).IPAM);
  if (!Array.isArray(configs)) return [];
  return configs.filter(isRecord).flatMap(({ Gateway: gateway, Subnet: subnet }) => {
    if (typeof gateway === 'string') return [gateway];
    return typeof subnet === 'string' ? firstAddressOf(subnet) : [];
  });
}

/** Returns the gateway of a bridge that Docker has just created. Until the engine's next start, Docker describes only its subnet. */
function firstAddressOf(subnet: string): readonly string[] {
  const [, network, last] = /^(\d+\.\d+\.\d+)\.(\d+)\//.exec(subnet) ?? [];
  return network === undefined ? [] : [`${network}.${Number(last) + 1}`];
}

/** Reads from the engine's API. Returns `undefined` for an error, or if nothing listens. */
function get(socketPath: string, path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const call = request({ socketPath, path, headers: { host: 'localhost' }, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve(response.statusCode === 200 ? text : undefined));
    });
    call.setTimeout(PING_TIMEOUT_MS, () => call.destroy(new Error('The engine did not respond.')));
    call.on('error', () => resolve(undefined)).end();
  });
}
