import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppManifest } from '../../../lib/core/manifest.ts';
import { type AppChange, AppRegistration } from '../../../sandbox/deployment/app-registration.ts';
import { deployLocally, type LocalDeployment } from '../../../sandbox/deployment/local-deployment.ts';
import { FrameioState } from '../../../sandbox/frameio/state/frameio-state.ts';
import { builtStack } from '../../support/synthesized.ts';

const SIGNING_SECRET = 'a-signing-secret';

let projectRoot: string;
let deployment: LocalDeployment;
let state: FrameioState;
let changes: AppChange[];
let errors: string[];
let registration: AppRegistration;
beforeEach(async () => {
  projectRoot = mkdtempSync(join(tmpdir(), 'app-'));
  mkdirSync(join(projectRoot, 'functions'));
  [changes, errors, state] = [[], [], new FrameioState()];
  const stack = builtStack();
  deployment = await deployLocally({
    stack,
    frameioBaseUrl: 'http://127.0.0.1:9',
    signingSecret: SIGNING_SECRET,
    apiToken: state.token,
    port: 0,
    onLog: () => undefined,
  });
  const source = { projectRoot, entry: join(projectRoot, 'functions/endpoint.ts') };
  registration = new AppRegistration({
    functions: stack.functions.map((deployed) => ({ ...deployed, source })),
    manifest: stack.manifest,
    state,
    deployment,
    signingSecret: SIGNING_SECRET,
    onChange: (change) => changes.push(change),
    onError: (message) => errors.push(message),
  });
  registration.register();
});
afterEach(async () => {
  await deployment.close();
  rmSync(projectRoot, { recursive: true });
});

/** Saves an app whose manifest differs from that of the comment app in these fields. */
async function change(fields: Partial<AppManifest>) {
  const manifest = { ...builtStack().manifest, ...fields };
  writeFileSync(join(projectRoot, 'functions/app.ts'), `export const app = { manifest: ${JSON.stringify(manifest)} };`);
  await registration.refresh();
}

const webhooks = () => state.stores.webhooks.all();

describe('the registration of an app', () => {
  it('has a webhook that is signed as the functions expect', () => {
    expect(webhooks()).toMatchObject([
      { secret: SIGNING_SECRET, webhook: { url: deployment.webhookUrl, events: ['file.ready'] } },
    ]);
  });

  it('stores the signing secrets as connect does, and keeps those that a user stored', async () => {
    const secretId = deployment.functions[0]?.variables.SIGNING_SECRETS_SECRET_ID ?? '';
    const stored = () => JSON.parse(deployment.secretsManager.text(secretId) ?? '');
    const own = { [`${state.account.id}/${webhooks()[0]?.id}`]: SIGNING_SECRET };
    expect(stored()).toEqual(own);
    deployment.secretsManager.put(secretId, JSON.stringify({ ...own, 'another/webhook': 'of-a-user' }));
    await change({ handlers: [{ name: 'all', events: ['comment.created'] }] });
    expect(stored()).toEqual({ ...own, 'another/webhook': 'of-a-user' });
  });

  it('follows the events of changed code, with the same webhook', async () => {
    const [before] = webhooks();
    await change({ handlers: [{ name: 'all', events: ['comment.created', 'file.ready'] }] });
    expect(webhooks()).toMatchObject([{ id: before?.id, webhook: { events: ['comment.created', 'file.ready'] } }]);
    expect(changes).toMatchObject([{ manifest: { handlers: [{ name: 'all' }] }, needsRestart: [] }]);
  });

  it('stays as it is if the code declares the same', async () => {
    await change({});
    expect({ changes, errors }).toEqual({ changes: [], errors: [] });
  });

  it('says what only a restart changes', async () => {
    await change({ jobs: [{ name: 'archive' }], store: true });
    expect(changes).toMatchObject([{ needsRestart: ['jobs', 'store'] }]);
  });

  it('stays as it is while the code cannot be imported', async () => {
    const before = webhooks();
    writeFileSync(join(projectRoot, 'functions/app.ts'), `throw new Error('needs a variable');`);
    await registration.refresh();
    expect(errors).toEqual([expect.stringContaining('needs a variable')]);
    await change({ handlers: [] });
    expect(before).toHaveLength(1);
    expect(webhooks()).toEqual([]);
  });
});
