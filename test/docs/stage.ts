import type { ServerResponse } from 'node:http';
import type * as Frameio from '../../lib/client/frameio.ts';
import { SecretsManager } from '../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { frameioListener } from '../../sandbox/frameio/frameio-listener.ts';
import { imsClient } from '../../sandbox/frameio/ims/ims-tokens.ts';
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

export const SIGNING_SECRET = 'a-signing-secret';

/** Path of a file of another service than Frame.io. */
const SOURCE_PATH = '/interview.wav';

/** Starts the sandbox's Frame.io and Secrets Manager. */
export async function startStage(): Promise<Stage> {
  const calls: StageCall[] = [];
  const frameioState = new FrameioState({
    onEvent: ({ type, resource }) => {
      if (type === 'file.upload.completed' && stage.transcodesImmediately) frameioState.transcode(resource.id);
    },
  });
  const file = frameioState.addFile({ name: 'Launch film.mov', fileSize: 48_318_382 });
  for (const text of ['First', 'Second', 'Third']) frameioState.addComment(file.id, { text });

  const sandbox = frameioListener({ state: frameioState, now: () => Date.now() });
  const server = await listen(async (request, response) => {
    const { method = '', url = '', headers } = request;
    calls.push({ method, url, headers });
    const isLost = stage.losesResponses && method === 'POST' && url.endsWith('/comments');
    if (isLost) loseComment(response, String(await readBody(request, 100_000)));
    else if (url === SOURCE_PATH) response.writeHead(200, { 'content-length': 10 }).end('0123456789');
    else await sandbox(request, response);
  });
  const loseComment = (response: ServerResponse, body: string) => {
    frameioState.addComment(file.id, JSON.parse(body).data);
    json(response, 502, { errors: [{ detail: 'Bad gateway' }] });
  };

  const secrets = new SecretsManager();
  const { id: clientId, secret: clientSecret } = imsClient(frameioState);
  secrets.put('frameio/api', JSON.stringify({ client_id: clientId, client_secret: clientSecret }));
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
      FRAMEIO_WORKSPACE_ID: frameioState.workspace.id,
      ADOBE_CLIENT_ID: clientId,
      ADOBE_CLIENT_SECRET: clientSecret,
      ADOBE_IMS_URL: server.url,
      SOURCE_URL: `${server.url}${SOURCE_PATH}`,
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
