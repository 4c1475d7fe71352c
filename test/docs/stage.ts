import type { ServerResponse } from 'node:http';
import type * as Frameio from '../../lib/client/frameio.ts';
import { SecretsManager } from '../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { frameioListener } from '../../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { listen } from '../../sandbox/http/listen.ts';
import { readBody } from '../../sandbox/http/read-body.ts';
import { json } from '../support/scripted-server.ts';

/** A request that an example sent. */
export interface StageCall {
  readonly method: string;
  /** Path with the query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The local services that a document's examples use. */
export interface Stage {
  readonly frameioState: FrameioState;
  /** The file that the examples use. It has three comments. */
  readonly file: Frameio.File;
  readonly calls: readonly StageCall[];
  /** Environment variables that point an example to this stage. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether uploaded files are transcoded at once. */
  transcodesImmediately: boolean;
  /** Whether Frame.io creates comments but answers 502. */
  losesResponses: boolean;
  close(): Promise<void>;
}

type Responder = (response: ServerResponse, body: string) => void;

const WORKSPACE_ID = '2b1c0a7e-7c1f-4b9b-9d60-3f0a6d2f7a11';

export const SIGNING_SECRET = 'a-signing-secret';

/** Starts the sandbox's Frame.io and Secrets Manager. A script answers the operations that the sandbox lacks. */
export async function startStage(): Promise<Stage> {
  const calls: StageCall[] = [];
  const frameioState = new FrameioState({
    onEvent: ({ type, resource }) => {
      if (type === 'file.upload.completed' && stage.transcodesImmediately) frameioState.transcode(resource.id);
    },
  });
  const file = frameioState.addFile({ name: 'Launch film.mov', fileSize: 48_318_382 });
  for (const text of ['First', 'Second', 'Third']) frameioState.addComment(file.id, { text });

  const responders = scriptedResponders(frameioState, file);
  const sandbox = frameioListener({ state: frameioState, now: () => Date.now() });
  const server = await listen(async (request, response) => {
    const { method = '', url = '', headers } = request;
    calls.push({ method, url, headers });
    const isLost = stage.losesResponses && method === 'POST' && url.endsWith('/comments');
    const respond = isLost ? lostComment : responders.get(`${method} ${url.split('?')[0]}`);
    if (respond) respond(response, String(await readBody(request, 100_000)));
    else await sandbox(request, response);
  });
  const lostComment: Responder = (response, body) => {
    frameioState.addComment(file.id, JSON.parse(body).data);
    json(response, 502, { errors: [{ detail: 'Bad gateway' }] });
  };

  const secrets = new SecretsManager();
  secrets.put('frameio/api', JSON.stringify({ client_id: 'the-id', client_secret: 'the-secret' }));
  secrets.put('frameio/webhooks', SIGNING_SECRET);
  const secretsManager = await listen(secrets.listener);

  const stage: Stage = {
    frameioState,
    file,
    calls,
    transcodesImmediately: false,
    losesResponses: false,
    variables: {
      FRAMEIO_BASE_URL: server.url,
      FRAMEIO_TOKEN: frameioState.token,
      FRAMEIO_ACCOUNT_ID: frameioState.account.id,
      FRAMEIO_FOLDER_ID: frameioState.project.root_folder_id,
      FRAMEIO_FILE_ID: file.id,
      FRAMEIO_WORKSPACE_ID: WORKSPACE_ID,
      ADOBE_CLIENT_ID: 'the-id',
      ADOBE_CLIENT_SECRET: 'the-secret',
      ADOBE_IMS_URL: server.url,
      SOURCE_URL: `${server.url}/interview.wav`,
      WEBHOOK_SECRET: SIGNING_SECRET,
      WEBHOOK_URL: 'https://example.com/frameio',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
    },
    close: async () => {
      await Promise.all([server.close(), secretsManager.close()]);
    },
  };
  return stage;
}

/** Responders for operations that the sandbox lacks, and for services other than Frame.io. */
function scriptedResponders(frameioState: FrameioState, file: Frameio.File): ReadonlyMap<string, Responder> {
  const account = `/v4/accounts/${frameioState.account.id}`;
  const webhooks = `${account}/workspaces/${WORKSPACE_ID}/webhooks`;
  const list = (...items: readonly object[]): Responder => {
    return (response) => json(response, 200, { data: items, links: { next: null } });
  };
  const one = (status: number, item: object): Responder => {
    return (response) => json(response, status, { data: item });
  };
  return new Map<string, Responder>([
    ['GET /v4/accounts', list({ id: frameioState.account.id, display_name: 'Sandbox' })],
    [`GET ${account}/projects`, list(frameioState.project)],
    [
      `GET ${account}/folders/${frameioState.project.root_folder_id}/children`,
      list(file, { id: 's', type: 'version_stack', name: 'Trailer' }),
    ],
    [`PATCH ${account}/files/${file.id}/restore`, one(200, file)],
    [`GET ${webhooks}`, list({ id: 'asleep', active: false }, { id: 'awake', active: true })],
    [`PATCH ${account}/webhooks/asleep`, one(200, { id: 'asleep', active: true })],
    [`POST ${webhooks}`, one(201, { id: 'new', secret: 'shown-once' })],
    ['POST /ims/token/v3', (response) => json(response, 200, { access_token: frameioState.token, expires_in: 86_399 })],
    ['GET /interview.wav', (response) => response.writeHead(200, { 'content-length': 10 }).end('0123456789')],
  ]);
}
