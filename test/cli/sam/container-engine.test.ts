import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findContainerEngine } from '../../../cli/sam/container-engine.ts';
import { type EngineStub, engineStub } from '../../support/container-engine.ts';
import { createPrograms } from '../../support/programs.ts';

let engine: EngineStub;
beforeEach(async () => {
  engine = await engineStub({ Subnet: '172.17.0.0/16', Gateway: '172.17.0.1' });
});
afterEach(() => engine.close());

/** Finds the engine with a command line of Docker that has this source. */
function find(docker: string, variables: Readonly<Record<string, string>> = {}) {
  return findContainerEngine({ PATH: createPrograms({ docker }), ...variables });
}

const WORKS = 'process.exit(0)';
const FAILS = 'process.exit(1)';

describe('the container engine', () => {
  it('is that of DOCKER_HOST, without a command line', async () => {
    expect(await find(FAILS, { DOCKER_HOST: engine.host })).toEqual({ environment: {}, gateways: ['172.17.0.1'] });
  });

  it('is that of Docker’s context, which SAM learns from a variable', async () => {
    const docker = `if (process.argv[2] === 'context') console.log('${engine.host}'); else process.exit(1);`;
    expect(await find(docker)).toEqual({ environment: { DOCKER_HOST: engine.host }, gateways: ['172.17.0.1'] });
  });

  it('has the first address of the subnet as its gateway while Docker does not name the gateway', async () => {
    const fresh = await engineStub({ Subnet: '172.17.0.0/16' });
    expect(await find(FAILS, { DOCKER_HOST: fresh.host })).toMatchObject({ gateways: ['172.17.0.1'] });
    await fresh.close();
  });

  it('is missing if nothing answers at DOCKER_HOST, whatever the command line says', async () => {
    await engine.close();
    expect(await find(WORKS, { DOCKER_HOST: engine.host })).toBeUndefined();
  });

  it('is found on another machine by the command line', async () => {
    const docker = `process.exit(process.argv[2] === 'version' ? 0 : 1)`;
    const remote = { DOCKER_HOST: 'ssh://build.example.com' };
    expect(await find(docker, remote)).toEqual({ environment: {}, gateways: [] });
    expect(await find(FAILS, remote)).toBeUndefined();
  });
});
