import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runDeploy } from '../../../cli/deploy/run-deploy.ts';
import { withEnvironment } from '../../support/environment.ts';
import { type StubCloudFormation, stubCloudFormation } from '../../support/stub-cloudformation.ts';

const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
const calls = join(folder, 'calls');
const programs = join(folder, 'bin');
mkdirSync(programs);
// Stands for npx: writes down its arguments, and ends like a deployment that failed.
writeFileSync(join(programs, 'npx'), `#!/bin/sh\necho "$@" > '${calls}'\nexit 7\n`);
chmodSync(join(programs, 'npx'), 0o755);

const BOOTSTRAP = { name: 'CDKToolkit', region: 'eu-west-1', template: { Resources: {} }, outputs: {} };

let cloudFormation: StubCloudFormation;
let restore: () => void;
beforeAll(async () => {
  cloudFormation = await stubCloudFormation();
  restore = withEnvironment({
    PATH: `${programs}:${process.env.PATH}`,
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_SESSION_TOKEN: undefined,
    AWS_REGION: 'eu-west-1',
    AWS_PROFILE: undefined,
  });
  writeFileSync(join(folder, 'credentials'), '[prod]\naws_access_key_id = AKIAPROD\naws_secret_access_key = s\n');
});
beforeEach(() => {
  cloudFormation.stacks.splice(0, Infinity, BOOTSTRAP);
  cloudFormation.error = undefined;
  rmSync(calls, { force: true });
  writeFileSync(join(folder, 'cdk.json'), '{}');
});
afterAll(async () => {
  restore();
  await cloudFormation.close();
});

const cdkCall = () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim() : undefined);

describe('deploy', () => {
  it('passes its options to cdk deploy, and returns its exit code', async () => {
    expect(await runDeploy(['-c', 'stage=prod', '--require-approval', 'never'], folder)).toBe(7);
    expect(cdkCall()).toBe('cdk deploy -c stage=prod --require-approval never');
  });

  it('says which command bootstraps the region, and deploys nothing', async () => {
    cloudFormation.stacks.splice(0);
    await expect(runDeploy(['--profile', 'prod'], folder)).rejects.toThrow(
      'The CDK is not bootstrapped in eu-west-1 for the account of the profile prod. Run once: AWS_REGION=eu-west-1 npx cdk bootstrap --profile prod',
    );
    expect(cdkCall()).toBeUndefined();
  });

  it('says that an earlier bootstrap failed', async () => {
    cloudFormation.stacks.splice(0, 1, { ...BOOTSTRAP, status: 'ROLLBACK_COMPLETE' });
    await expect(runDeploy([], folder)).rejects.toThrow('the stack CDKToolkit has the status ROLLBACK_COMPLETE');
    expect(cdkCall()).toBeUndefined();
  });

  it('says that the credentials have expired', async () => {
    cloudFormation.error = { status: 403, code: 'ExpiredToken', message: 'The security token is expired' };
    await expect(runDeploy([], folder)).rejects.toThrow('AWS refuses the credentials of the default profile');
    expect(cdkCall()).toBeUndefined();
  });

  it.each([
    { name: 'toolkitStackName in cdk.json', settings: { toolkitStackName: 'Toolkit' }, args: [] },
    { name: 'the option --toolkit-stack-name', settings: {}, args: ['--toolkit-stack-name=Toolkit'] },
  ])('finds the bootstrap by $name', async ({ settings, args }) => {
    cloudFormation.stacks.splice(0, 1, { ...BOOTSTRAP, name: 'Toolkit' });
    writeFileSync(join(folder, 'cdk.json'), JSON.stringify(settings));
    expect(await runDeploy(args, folder)).toBe(7);
  });

  it.each([
    {
      name: 'the credentials may not read the bootstrap',
      error: { status: 403, code: 'AccessDenied', message: 'not authorized' },
      context: {},
    },
    {
      name: 'the project has a qualifier of its own',
      error: undefined,
      context: { '@aws-cdk/core:bootstrapQualifier': 'own' },
    },
  ])('leaves the check to the CDK if $name', async ({ error, context }) => {
    cloudFormation.stacks.splice(0);
    cloudFormation.error = error;
    writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ context }));
    expect(await runDeploy([], folder)).toBe(7);
  });
});
