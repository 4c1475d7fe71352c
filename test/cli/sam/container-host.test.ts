import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { findContainerHost } from '../../../cli/sam/container-host.ts';
import { createPrograms } from '../../support/programs.ts';

const LOOPBACK = { listenOn: '127.0.0.1', addHost: 'host.docker.internal:host-gateway' };
const BRIDGE = { listenOn: '172.17.0.1', addHost: 'host.docker.internal:172.17.0.1' };

it.each([
  { name: 'the bridge of an engine on this machine', printed: '172.17.0.1\\nfd00::1\\n', host: BRIDGE },
  { name: 'loopback for an engine in a virtual machine', printed: '192.168.65.1\\n', host: LOOPBACK },
  { name: 'loopback for a bridge without a gateway', printed: '\\n', host: LOOPBACK },
])('finds $name', ({ printed, host }) => {
  const programs = createPrograms({
    engine: `process.stdout.write(process.argv[2] === 'network' ? '${printed}' : '');`,
  });
  const interfaces = { lo: [{ address: '127.0.0.1' }], docker0: [{ address: '172.17.0.1' }] };
  expect(findContainerHost(join(programs, 'engine'), interfaces)).toEqual(host);
});

it('finds loopback without an engine', () => {
  expect(findContainerHost('/no/engine')).toEqual(LOOPBACK);
});
