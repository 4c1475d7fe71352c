import { listen } from '../../sandbox/http/listen.ts';
import type { ContainerEngine } from './container-engine.ts';

/** Host name of this machine inside the container. */
export const HOST_NAME = 'host.docker.internal';

const LOOPBACK = '127.0.0.1';

/** How a container reaches this machine. */
export interface ContainerHost {
  /** Address for this machine's servers to listen on. No other machine reaches it. */
  readonly listenOn: string;
  /** Value of the option `--add-host` of SAM. */
  readonly addHost: string;
}

/**
 * Returns how a container reaches this machine. On Linux, it reaches the gateway of the engine's bridge, an address of this
 * machine. An engine in a virtual machine, such as Docker Desktop, forwards to the loopback interface.
 */
export async function findContainerHost({ gateways }: Pick<ContainerEngine, 'gateways'>): Promise<ContainerHost> {
  for (const gateway of gateways) {
    if (await isOwnAddress(gateway)) return { listenOn: gateway, addHost: `${HOST_NAME}:${gateway}` };
  }
  return { listenOn: LOOPBACK, addHost: `${HOST_NAME}:host-gateway` };
}

/**
 * Returns whether the address belongs to this machine. Only an attempt to listen shows it: `networkInterfaces()` leaves out a
 * bridge that no container uses yet.
 */
async function isOwnAddress(address: string): Promise<boolean> {
  try {
    const server = await listen(() => undefined, 0, address);
    await server.close();
    return true;
  } catch {
    return false;
  }
}
