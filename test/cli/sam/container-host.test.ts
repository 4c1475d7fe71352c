import { expect, it } from '@jest/globals';
import { findContainerHost } from '../../../cli/sam/container-host.ts';

const LOOPBACK = { listenOn: '127.0.0.1', addHost: 'host.docker.internal:host-gateway' };

/** An address of this machine that no list of its interfaces has on Linux, like the gateway of a bridge without containers. */
const OWN = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1';
/** An address of no machine, which RFC 5737 reserves for documentation. */
const FOREIGN = '203.0.113.1';

it.each([
  {
    name: 'the bridge of an engine on this machine',
    gateways: [FOREIGN, OWN],
    host: { listenOn: OWN, addHost: `host.docker.internal:${OWN}` },
  },
  { name: 'loopback for an engine in a virtual machine', gateways: [FOREIGN], host: LOOPBACK },
  { name: 'loopback for a bridge without a gateway', gateways: [], host: LOOPBACK },
])('finds $name', async ({ gateways, host }) => {
  expect(await findContainerHost({ gateways })).toEqual(host);
});
