import type { ServerResponse } from 'node:http';
import { jest } from '@jest/globals';
import { endpointHandler } from 'frameio-lambda';
import { DynamoDb } from '../../sandbox/aws/dynamodb/dynamodb.ts';
import { SecretsManager } from '../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { frameioListener } from '../../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { listen } from '../../sandbox/http/listen.ts';
import { readBody } from '../../sandbox/http/read-body.ts';
import { signedDelivery } from '../support/events.ts';
import { IDEMPOTENCY_TABLE } from '../support/idempotency-table-definition.ts';
import { json } from '../support/scripted-server.ts';
import { StubS3 } from './stub-s3.ts';
import { StubServices } from './stub-services.ts';

const SIGNING_SECRET = 'signing-secret-of-the-recipes';

/**
 * Time between two deliveries, in milliseconds: longer than the lock that a failed handler keeps, shorter than the cache of a
 * secret.
 */
const TIME_BETWEEN_DELIVERIES_MS = 16_000;

/** A field of the account's metadata. The test sets `value`. */
export type MetadataField = Record<string, unknown> & { field_definition_id: string; value: unknown };

/** An event to deliver. */
export interface RecipeEvent {
  readonly type: string;
  readonly resourceId: string;
  /** @default the text before the dot in `type` */
  readonly resourceType?: string;
  /** @default the project of the state */
  readonly projectId?: string;
}

/** The local services that the recipes use, for all tests of a file. */
export interface RecipeStage {
  readonly frameioState: FrameioState;
  readonly services: StubServices;
  readonly s3: StubS3;
  readonly secrets: SecretsManager;
  /** Metadata fields of every file. */
  readonly metadataFields: MetadataField[];
  /** Calls to Frame.io as `METHOD path`, without the query. */
  readonly calls: string[];
  /** Environment variables of the functions. */
  readonly variables: Readonly<Record<string, string>>;
  /** Delivers an event, some seconds after the delivery before, and returns the outcome. */
  deliver(app: Parameters<typeof endpointHandler>[0], event: RecipeEvent): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts the sandbox's Frame.io and AWS services, S3, and stubs of the other services. */
export async function startRecipeStage(): Promise<RecipeStage> {
  const frameioState = new FrameioState();
  const services = new StubServices();
  const s3 = new StubS3();
  const metadataFields: MetadataField[] = [];
  const calls: string[] = [];
  const servers = { services: await listen(services.listener), s3: await listen(s3.listener) };

  const sandbox = frameioListener({ state: frameioState, now: () => Date.now() });
  const respond = scriptedOperations(frameioState, metadataFields, servers.services.url);
  const frameio = await listen(async (request, response) => {
    const { method = '', url = '' } = request;
    calls.push(`${method} ${url.split('?')[0]}`);
    const answer = respond(method, url);
    if (answer) answer(response, String(await readBody(request, 100_000)));
    else await sandbox(request, response);
  });

  const secrets = new SecretsManager();
  secrets.put('frameio/api', frameioState.token);
  secrets.put('frameio/webhooks', SIGNING_SECRET);
  const secretsManager = await listen(secrets.listener);
  const dynamoDb = await DynamoDb.start({ tables: [IDEMPOTENCY_TABLE] });
  const database = await listen(dynamoDb.listener);

  const realNow = Date.now;
  let clockOffsetMs = 0;
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => realNow() + clockOffsetMs);
  return {
    frameioState,
    services,
    s3,
    secrets,
    metadataFields,
    calls,
    variables: {
      FRAMEIO_BASE_URL: frameio.url,
      API_CREDENTIALS_SECRET_ID: 'frameio/api',
      SIGNING_SECRETS_SECRET_ID: 'frameio/webhooks',
      IDEMPOTENCY_TABLE: IDEMPOTENCY_TABLE.TableName,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.url,
      AWS_ENDPOINT_URL_DYNAMODB: database.url,
      AWS_ENDPOINT_URL_S3: servers.s3.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      SERVICES_URL: servers.services.url,
      SLACK_URL: `${servers.services.url}/slack`,
      SLACK_CHANNEL: 'C0123456789',
      NOTION_URL: `${servers.services.url}/notion`,
      NOTION_DATA_SOURCE_ID: '2f26ee68-df30-4251-aad4-8ddc420cba3d',
      NOTION_SECRET: services.tokens.notion,
      LINEAR_URL: `${servers.services.url}/linear`,
      LINEAR_TEAM_ID: '9cfb482a-81e3-4154-b5b9-2c805e70a02d',
      LINEAR_SECRET: services.tokens.linear,
      TRANSCODER_URL: `${servers.services.url}/transcoder`,
      ARCHIVE_BUCKET: 'archive',
      PART_BYTES: '10',
    },
    deliver: async (
      app,
      { type, resourceId, resourceType = type.split('.')[0], projectId = frameioState.project.id },
    ) => {
      const handler = await endpointHandler(app, { budgetMs: 20_000 });
      const { account, workspace, uploader } = frameioState;
      const resource = { id: resourceId, type: resourceType };
      const user = { id: uploader.id };
      const body = JSON.stringify({ account, project: { id: projectId }, resource, type, user, workspace });
      clockOffsetMs += TIME_BETWEEN_DELIVERIES_MS;
      const response = await handler(signedDelivery({ secret: SIGNING_SECRET, body }));
      return JSON.parse(response.body ?? '{}').outcome;
    },
    close: async () => {
      clock.mockRestore();
      const all = [frameio, secretsManager, database, servers.services, servers.s3];
      await Promise.all(all.map((server) => server.close()));
      await dynamoDb.close();
    },
  };
}

type Respond = (response: ServerResponse, body: string) => void;

/** Answers calls about metadata, whose fields the tests choose, and about media, whose links must lead to the stub. */
function scriptedOperations(
  state: FrameioState,
  fields: readonly MetadataField[],
  servicesUrl: string,
): (method: string, url: string) => Respond | undefined {
  const one = (data: unknown): Respond => {
    return (response) => json(response, 200, { data });
  };
  return (method, url) => {
    const { pathname, searchParams } = new URL(url, 'http://frameio');
    const [, id = '', rest = ''] = /^\/v4\/accounts\/[^/]+\/[a-z]+\/([^/]+)(.*)$/.exec(pathname) ?? [];
    if (method === 'GET' && rest === '/metadata') return one({ file_id: id, metadata: fields });
    if (method === 'GET' && searchParams.get('include') === 'media_links.original') {
      const original = { download_url: `${servicesUrl}/originals/${id}`, inline_url: null };
      return one({ ...state.file(id), media_links: { original } });
    }
    if (method !== 'PATCH' || rest !== '/metadata/values') return undefined;
    return (response, body) => {
      for (const { field_definition_id, value } of JSON.parse(body).data.values) {
        const field = fields.find((candidate) => candidate.field_definition_id === field_definition_id);
        if (field) field.value = value;
      }
      response.writeHead(204).end();
    };
  };
}
