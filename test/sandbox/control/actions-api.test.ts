import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClock } from '../../../sandbox/clock/sandbox-clock.ts';
import { actionsApi } from '../../../sandbox/control/actions-api.ts';
import { controlApiListener } from '../../../sandbox/control/control-api.ts';
import { ActionInteractions } from '../../../sandbox/frameio/actions/action-interactions.ts';
import { FrameioState } from '../../../sandbox/frameio/state/frameio-state.ts';
import type { StoredAction } from '../../../sandbox/frameio/state/stored-resources.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';

const MESSAGE = { title: 'Archived', description: 'The file is in cold storage.' };
const FIELDS = [{ type: 'text', name: 'note', label: 'Note' }];

let state: FrameioState;
let endpoint: ScriptedServer;
let control: LocalServer;
let archive: StoredAction;
/** Sends the response of the app. */
let respond: Parameters<typeof scriptedServer>[0];
beforeEach(async () => {
  respond = (response) => json(response, 200, MESSAGE);
  endpoint = await scriptedServer((...request) => respond(...request));
  state = new FrameioState();
  const interactions = new ActionInteractions({ state, clock: new SandboxClock(), retryDelayMs: 0 });
  control = await listen(controlApiListener(actionsApi({ state, interactions })));
  archive = newAction('studio.archive', false);
  newAction('studio.render', true);
});
afterEach(async () => {
  await control.close();
  await endpoint.close();
});

function newAction(event: string, multi_asset: boolean): StoredAction {
  const data = { name: event, description: 'd', event, url: endpoint.url, multi_asset };
  return state.actions.create(data, state.user, { isRegistered: true });
}

async function send(path: string, body?: unknown, method = 'POST') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${control.url}/sandbox/${path}`, {
    method,
    ...(text !== undefined && { body: text }),
  });
  return { status: response.status, body: Object(await response.json()) };
}

const newFile = (name = 'a.mp4') => ({ id: state.addFile({ name, fileSize: 1 }).id, type: 'file' });
const bodies = () => endpoint.seen.map(({ body }) => JSON.parse(body));

describe('POST /sandbox/actions/<key>/click', () => {
  it('clicks on the first file', async () => {
    const file = newFile();
    newFile('b.mp4');
    expect(await send('actions/studio.archive/click')).toEqual({
      status: 200,
      body: {
        interactionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        attempts: [{ status: 200, durationMs: expect.any(Number) }],
        reply: { kind: 'message', ...MESSAGE },
      },
    });
    expect(bodies()).toMatchObject([{ type: 'studio.archive', resource: file }]);
  });

  it('clicks on the file with a name', async () => {
    newFile();
    const file = newFile('b.mp4');
    await send('actions/studio.archive/click', { file: 'b.mp4' });
    expect(bodies()).toMatchObject([{ resource: file }]);
  });

  it('clicks on given resources', async () => {
    const file = newFile();
    const folder = { id: state.project.root_folder_id, type: 'folder' };
    const stack = { id: state.createVersionStack([newFile('b.mp4').id]).id, type: 'version_stack' };
    await send('actions/studio.archive/click', { resource: folder });
    await send('actions/studio.archive/click', { resource: stack });
    await send('actions/studio.archive/click', { resources: [file] });
    await send('actions/studio.render/click', { resources: [file, folder] });
    await send('actions/studio.render/click', { resources: Array.from({ length: 100 }, () => file) });
    expect(bodies()).toMatchObject([
      { resource: folder },
      { resource: stack },
      { resource: file },
      { resources: [file, folder] },
      {},
    ]);
  });

  it('double clicks', async () => {
    newFile();
    const { body } = await send('actions/studio.archive/click', { times: 2 });
    expect(body).toMatchObject({ attempts: [{ status: 200 }], duplicates: [{ reply: { kind: 'message' } }] });
    const [one, other] = bodies();
    expect(other).toEqual(one);
  });

  it('finds an action by its id, and by a key with any characters', async () => {
    newFile();
    newAction('a/b c', false);
    expect(await send(`actions/${archive.action.id}/click`)).toMatchObject({ status: 200 });
    expect(await send('actions/a%2Fb%20c/click')).toMatchObject({ status: 200 });
    expect(bodies()).toMatchObject([{ type: 'studio.archive' }, { type: 'a/b c' }]);
  });

  it('prefers the action of the app to others with its key', async () => {
    newFile();
    const data = { name: 'Own', description: 'd', event: 'own', url: 'http://127.0.0.1:1' };
    state.actions.create(data, state.user);
    const { action } = newAction('own', false);
    await send('actions/own/click');
    expect(bodies()).toMatchObject([{ action_id: action.id }]);
  });

  it.each([
    { name: 'an error status', status: 401, body: {}, reason: /responded 401/ },
    { name: 'a wrong form', status: 200, body: { ...MESSAGE, fields: [] }, reason: /at least one field/ },
  ])('reports $name of the endpoint', async ({ status, body, reason }) => {
    newFile();
    respond = (response) => json(response, status, body);
    expect(await send('actions/studio.archive/click')).toMatchObject({
      status: 200,
      body: { attempts: [{ status }], reply: { kind: 'error', reason: expect.stringMatching(reason) } },
    });
  });

  it('reports that there was no response', async () => {
    newFile();
    respond = (response) => response.destroy();
    const { body } = await send('actions/studio.archive/click');
    expect(body.attempts[0]).toEqual({ status: null, durationMs: expect.any(Number), error: expect.any(String) });
    expect(body).toMatchObject({ attempts: { length: 6 }, reply: { kind: 'error' } });
  });

  it('names the actions that exist', async () => {
    const { status, body } = await send('actions/studio.archiv/click');
    expect({ status, error: body.error }).toEqual({
      status: 404,
      error: 'There is no action "studio.archiv". Use one of: studio.archive, studio.render.',
    });
    for (const { action } of state.actions.list()) state.actions.delete(action.id);
    expect((await send('actions/a/click')).body.error).toMatch(/There are no actions\. Add one with app\.onAction/);
  });

  it('refuses an action that is not active', async () => {
    newFile();
    state.actions.update(archive.action.id, { active: false });
    const { status, body } = await send('actions/studio.archive/click');
    expect({ status, error: body.error }).toEqual({ status: 409, error: expect.stringMatching(/is not active/) });
  });

  it('names the files that exist', async () => {
    expect(await send('actions/studio.archive/click')).toMatchObject({
      status: 422,
      body: { error: expect.stringMatching(/There is no file\. Upload one/) },
    });
    newFile();
    expect(await send('actions/studio.archive/click', { file: 'b.mp4' })).toMatchObject({
      status: 422,
      body: { error: expect.stringMatching(/There is no file "b\.mp4"\. Use one of: "a\.mp4"/) },
    });
  });

  it.each([
    { name: 'text that is not JSON', body: '{', error: /^Send \{"file"/ },
    { name: 'a list', body: [], error: /^Send/ },
    { name: 'an unknown field', body: { resouces: [] }, error: /^Send/ },
    { name: 'a file name that is a number', body: { file: 1 }, error: /^Send/ },
    { name: 'a file and a resource', body: { file: 'a.mp4', resource: {} }, error: /^Send/ },
    { name: 'no resources', body: { resources: [] }, error: /^Send/ },
    { name: 'no clicks', body: { times: 0 }, error: /"times": 2/ },
    { name: 'half a click', body: { times: 1.5 }, error: /"times": 2/ },
    { name: 'too many clicks', body: { times: 11 }, error: /"times": 2/ },
    { name: 'a resource without an id', body: { resource: { type: 'file' } }, error: /must have an id/ },
    { name: 'a resource of another type', body: { resource: { id: 'a', type: 'project' } }, error: /version_stack/ },
    {
      name: 'a file that does not exist',
      body: { resource: { id: 'a', type: 'file' } },
      error: /no file with the id a/,
    },
    {
      name: 'a folder that does not exist',
      body: { resource: { id: 'a', type: 'folder' } },
      error:
        /no folder with the id a\. List the folders with folders\.list, or use the root folder of the default project: [0-9a-f-]{36}\./,
    },
    {
      name: 'a version stack that does not exist',
      body: { resource: { id: 'a', type: 'version_stack' } },
      error: /no version_stack with the id a\. Create one/,
    },
    {
      name: 'more than 100 resources',
      body: { resources: Array.from({ length: 101 }, () => ({ id: 'a', type: 'folder' })) },
      error: /1 to 100/,
    },
  ])('refuses $name', async ({ body, error }) => {
    newFile();
    const response = await send('actions/studio.archive/click', body);
    expect(response).toMatchObject({ status: 422, body: { error: expect.stringMatching(error) } });
    expect(endpoint.seen).toEqual([]);
  });
});

it('a click on several resources is refused for an action that runs on one', async () => {
  const response = await send('actions/studio.archive/click', { resources: [newFile(), newFile('b.mp4')] });
  const error = expect.stringMatching(/runs on one resource, but the click is on 2/);
  expect(response).toMatchObject({ status: 422, body: { error } });
  expect(endpoint.seen).toEqual([]);
});

describe('POST /sandbox/interactions/<id>/submit', () => {
  it('submits the open form', async () => {
    newFile();
    respond = (response, number) => json(response, 200, number === 1 ? { ...MESSAGE, fields: FIELDS } : MESSAGE);
    const clicked = await send('actions/studio.archive/click');
    expect(clicked.body.reply).toEqual({ kind: 'form', ...MESSAGE, fields: FIELDS });
    const path = `interactions/${clicked.body.interactionId}/submit`;
    expect(await send(path, { data: { note: 'x' } })).toMatchObject({
      status: 200,
      body: { interactionId: clicked.body.interactionId, attempts: [{ status: 200 }], reply: { kind: 'message' } },
    });
    const [first, second] = bodies();
    expect(second).toEqual({ ...first, data: { note: 'x' } });
    expect(await send(path, { data: {} })).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/has no open form.*Click the action again/) },
    });
  });

  it.each([
    { name: 'text that is not JSON', body: 'note=x' },
    { name: 'data that is a list', body: { data: [] } },
    { name: 'fields beside the data', body: { note: 'x' } },
    { name: 'no clicks', body: { data: {}, times: 0 } },
  ])('refuses $name', async ({ body }) => {
    const response = await send('interactions/0f8fad5b-d9cb-469f-a165-70867728950e/submit', body);
    expect(response).toMatchObject({ status: 422, body: { error: expect.stringMatching(/^Send \{"data"/) } });
  });
});

it('GET /sandbox/actions lists the actions without their secrets', async () => {
  const { body } = await send('actions', undefined, 'GET');
  expect(body.actions).toEqual(state.actions.list().map(({ action }) => action));
  expect(JSON.stringify(body)).not.toContain(archive.secret);
});

it('any other path has a list of the calls', async () => {
  const { status, body } = await send('clicks', {});
  expect({ status, error: body.error }).toEqual({
    status: 404,
    error: expect.stringContaining('POST /sandbox/actions/<key>/click'),
  });
  expect(await send('actions', {})).toEqual({ status: 405, body: { error: 'Use GET for /sandbox/actions.' } });
});
