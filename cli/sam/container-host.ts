import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
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

type Interfaces = Readonly<Partial<Record<string, readonly Pick<NetworkInterfaceInfo, 'address'>[]>>>;

/**
 * Returns how a container reaches this machine. On Linux, it reaches the gateway of the engine's bridge, an address of this
 * machine. An engine in a virtual machine, such as Docker Desktop, forwards to the loopback interface.
 */
export function findContainerHost(
  { gateways }: Pick<ContainerEngine, 'gateways'>,
  interfaces: Interfaces = networkInterfaces(),
): ContainerHost {
  const own = Object.values(interfaces).flatMap((addresses = []) => addresses.map(({ address }) => address));
  const gateway = gateways.find((address) => own.includes(address));
  if (gateway === undefined) return { listenOn: LOOPBACK, addHost: `${HOST_NAME}:host-gateway` };
  return { listenOn: gateway, addHost: `${HOST_NAME}:${gateway}` };
}
