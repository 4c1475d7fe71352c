import { describe, expect, it } from '@jest/globals';
import { METADATA_KEY } from '../../../cdk/function-metadata.ts';
import { resourcesOf } from '../../../cdk/template.ts';
import { recordOf } from '../../../lib/core/type-guards.ts';
import { json, scriptedServer } from '../../support/scripted-server.ts';
import { StackUnderTest } from './stack-under-test.ts';

const OTHER_WORKSPACE = '6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b0001';
const UNKNOWN_WORKSPACE = '6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b0002';

const stack = new StackUnderTest();

describe('with the prop registration, checks the webhooks in its workspaces only:', () => {
  it('one without a webhook, and one that does not exist', async () => {
    const { account, workspace, stores } = stack.frameio;
    const stored = stores.workspaces.require(workspace.id);
    const other = {
      ...stored,
      id: OTHER_WORKSPACE,
      workspace: { ...stored.workspace, id: OTHER_WORKSPACE, name: 'B' },
    };
    stores.workspaces.put(other);
    stack.undo = () => stores.workspaces.delete(OTHER_WORKSPACE);
    register({ accountId: account.id, workspaceIds: [OTHER_WORKSPACE, UNKNOWN_WORKSPACE], name: 'FrameioLambda' });
    expect((await stack.doctor()).wrong).toMatchObject([
      { check: 'webhooks', title: `the token cannot see the workspace ${UNKNOWN_WORKSPACE} of the prop registration` },
      { check: 'webhooks', title: 'no webhook in the workspace B has the URL of the app' },
    ]);
  });

  it('all in order', async () => {
    const { account, workspace } = stack.frameio;
    register({ accountId: account.id, workspaceIds: [workspace.id], name: 'FrameioLambda' });
    expect((await stack.doctor()).wrong).toEqual([]);
  });

  function register(registration: object): void {
    for (const metadata of metadataOfFunctions()) {
      if (metadata.function === 'endpoint') Object.assign(metadata, { registration });
    }
  }
});

it('requires no webhook of an app that handles no event', async () => {
  for (const { manifest } of metadataOfFunctions()) Object.assign(recordOf(manifest), { handlers: [] });
  const title = 'the app handles no event, so it needs no webhook';
  expect((await stack.doctor()).findings).toContainEqual({ check: 'webhooks', status: 'ok', title });
});

it('finds a token that expires soon', async () => {
  const { token } = stack.frameio;
  const now = Date.now();
  const claims = { scope: 'openid,additional_info.roles', created_at: `${now}`, expires_in: '600000' };
  stack.frameio.token = `header.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
  stack.putToken(stack.frameio.token);
  const { wrong, exitCode } = await stack.doctor();
  stack.frameio.token = token;
  stack.putToken(token);
  const title = 'Frame.io accepts the token with the scope additional_info.roles, but it expires in 10 min';
  expect(wrong).toMatchObject([{ check: 'token', status: 'warning', title }]);
  expect(exitCode).toBe(0);
});

it('finds a legacy developer token, and checks the rest with it', async () => {
  const legacyFrameio = await scriptedServer((response, _, { url, headers }) => {
    if (headers['x-frameio-legacy-token-auth'] !== 'true') return json(response, 401, { errors: [] });
    json(response, 200, url === '/v4/me' ? { data: { id: 'u', name: 'Ida', email: 'ida@example.com' } } : { data: [] });
  });
  stack.deployed.deploy('UPDATE_COMPLETE', stack.deployed.webhookUrl, legacyFrameio.url);
  const { wrong } = await stack.doctor();
  await legacyFrameio.close();
  const title = 'Frame.io accepts the token as a legacy developer token only';
  expect(wrong).toMatchObject([
    { check: 'token', status: 'warning', title },
    { check: 'profile', title: 'Ida <ida@example.com> belongs to no account of Frame.io V4' },
    { check: 'webhooks' },
  ]);
});

/** Returns the metadata of the deployed functions. */
function metadataOfFunctions() {
  const [deployed] = stack.aws.cloudFormation.stacks;
  const functions = resourcesOf(deployed?.template ?? { Resources: {} }, 'AWS::Lambda::Function');
  return functions.map(([, { Metadata }]) => recordOf(recordOf(Metadata)[METADATA_KEY]));
}
