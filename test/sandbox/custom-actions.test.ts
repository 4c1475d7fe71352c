import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { resourcesOf } from '../../cdk/template.ts';
import type { ManifestAction } from '../../lib/core/manifest.ts';
import { verifySignature } from '../../lib/signature/verify-signature.ts';
import { SecretsManager } from '../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { builtStack } from '../support/synthesized.ts';

const ARCHIVE: ManifestAction = {
  key: 'studio.archive',
  name: 'Archive',
  description: 'Moves the file to cold storage',
  resourceTypes: ['file'],
  multiAsset: false,
  timeoutSeconds: 5,
};

const SECRET_ID = 'action-signing-secrets';

/** Describes the request in a message. */
const FUNCTION = `export const handler = async ({ rawPath, headers, body }) => {
  const description = JSON.stringify({ rawPath, headers, body });
  return { statusCode: 200, body: JSON.stringify({ title: 'Request', description }) };
};`;

let events: string[];
let putSecret: jest.SpiedFunction<SecretsManager['put']>;
let sandbox: Sandbox | undefined;
beforeEach(() => {
  events = [];
  putSecret = jest.spyOn(SecretsManager.prototype, 'put');
});
afterEach(async () => {
  putSecret.mockRestore();
  await sandbox?.close();
  sandbox = undefined;
});

/** Returns a stack whose endpoint serves custom actions, too. */
function stackWithActions(actions: readonly ManifestAction[]): SynthesizedStack {
  const bundlePath = join(mkdtempSync(join(tmpdir(), 'actions-')), 'index.mjs');
  writeFileSync(bundlePath, FUNCTION);
  const stack = builtStack();
  const [route] = resourcesOf(stack.template, 'AWS::ApiGatewayV2::Route');
  if (!route) throw new Error('The template has no route.');
  const [, { Properties, ...resource }] = route;
  const actionsRoute = { ...resource, Properties: { ...Properties, RouteKey: 'POST /actions' } };
  return {
    ...stack,
    template: { ...stack.template, Resources: { ActionsRoute: actionsRoute, ...stack.template.Resources } },
    manifest: { ...stack.manifest, actions },
    functions: stack.functions.map((deployed) => {
      const environment = { ...deployed.environment, ACTION_SIGNING_SECRETS_SECRET_ID: SECRET_ID };
      return { ...deployed, bundlePath, environment };
    }),
  };
}

async function start(actions: readonly ManifestAction[], stateFolder?: string): Promise<Sandbox> {
  const started = await Sandbox.start({
    stack: stackWithActions(actions),
    port: 0,
    onEvent: ({ kind }) => events.push(kind),
    ...(stateFolder !== undefined && { stateFolder }),
  });
  sandbox = started;
  return started;
}

async function click(frameioUrl: string) {
  const response = await fetch(`${frameioUrl}/sandbox/actions/studio.archive/click`, { method: 'POST' });
  const { reply } = Object(await response.json());
  return JSON.parse(reply.description);
}

it('a click invokes the endpoint, with the signature of the stored secret', async () => {
  const { frameioState, frameioUrl, deployment } = await start([ARCHIVE]);
  const [stored] = frameioState.actions.list();
  expect(stored).toMatchObject({ action: { event: 'studio.archive', url: deployment.actionsUrl } });
  expect(deployment.actionsUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/actions$/);
  expect(deployment.webhookUrl).not.toBe(deployment.actionsUrl);
  const file = frameioState.addFile({ name: 'a.mp4', fileSize: 1 });
  const { rawPath, headers, body } = await click(frameioUrl);
  expect(rawPath).toBe('/actions');
  expect(JSON.parse(body)).toMatchObject({ type: 'studio.archive', resource: { id: file.id, type: 'file' } });
  expect(putSecret).toHaveBeenCalledWith(SECRET_ID, JSON.stringify({ 'studio.archive': stored?.secret }));
  const timestamp = headers['x-frameio-request-timestamp'];
  const signed = { body, timestamp, signature: headers['x-frameio-signature'] };
  expect(verifySignature(signed, [stored?.secret ?? ''], Number(timestamp))).toEqual({ ok: true });
  expect(events.filter((kind) => kind !== 'function_logged')).toEqual(['action_sent', 'action_replied']);
});

it('the actions keep their ids and secrets through a restart', async () => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const { frameioState: before } = await start([ARCHIVE], stateFolder);
  await sandbox?.close();
  const { frameioState: after, deployment } = await start([ARCHIVE], stateFolder);
  const [[one], [other]] = [before.actions.list(), after.actions.list()];
  expect(other?.action.id).toBe(one?.action.id);
  expect(other?.secret).toBe(one?.secret);
  expect(other?.action.url).toBe(deployment.actionsUrl);
});

it('an app without actions has none', async () => {
  const { frameioState } = await start([]);
  expect(frameioState.actions.list()).toEqual([]);
  expect(putSecret).not.toHaveBeenCalledWith(SECRET_ID, expect.anything());
});
