import { expect, it } from '@jest/globals';
import { findContainerHost } from '../../../cli/sam/container-host.ts';

const LOOPBACK = { listenOn: '127.0.0.1', addHost: 'host.docker.internal:host-gateway' };
const BRIDGE = { listenOn: '172.17.0.1', addHost: 'host.docker.internal:172.17.0.1' };

it.each([
  { name: 'the bridge of an engine on this machine', gateways: ['fd00::1', '172.17.0.1'], host: BRIDGE },
  { name: 'loopback for an engine in a virtual machine', gateways: ['192.168.65.1'], host: LOOPBACK },
  { name: 'loopback for a bridge without a gateway', gateways: [], host: LOOPBACK },
])('finds $name', ({ gateways, host }) => {
  const interfaces = { lo: [{ address: '127.0.0.1' }], docker0: [{ address: '172.17.0.1' }] };
  expect(findContainerHost({ gateways }, interfaces)).toEqual(host);
});
