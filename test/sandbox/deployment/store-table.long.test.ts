import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readSynthesized } from '../../../cdk/read-synthesized.ts';
import { createDynamoDbClient } from '../../../lib/aws/dynamodb-client.ts';
import { recordOf } from '../../../lib/core/type-guards.ts';
import { DynamoDbStore } from '../../../lib/store/dynamodb-store.ts';
import { deployLocally } from '../../../sandbox/deployment/local-deployment.ts';
import { templateOfApp } from '../../support/app-template.ts';
import { ProjectFolder } from '../../support/project-folder.ts';
import { SDK_SETTINGS } from '../../support/running-sqs.ts';

/** Responds with its environment variables. */
const ENDPOINT = 'export const handler = async () => ({ statusCode: 200, body: JSON.stringify(process.env) });';

let project: ProjectFolder;
beforeAll(() => {
  project = new ProjectFolder();
  project.write('state/.keep', '');
  const props = () => {
    project.write('functions/endpoint.ts', ENDPOINT);
    return {};
  };
  templateOfApp(project, { store: true }, props, { 'aws:cdk:enable-asset-metadata': true });
});
afterAll(() => project.remove());

/** Deploys the app with the state of earlier runs, and runs `use` with the store that its variables name. */
async function withDeployedStore<Result>(use: (store: DynamoDbStore) => Promise<Result>): Promise<Result> {
  const deployment = await deployLocally({
    stack: readSynthesized(join(project.path, 'cdk.out')),
    frameioBaseUrl: 'http://127.0.0.1:1',
    signingSecret: 'a-signing-secret',
    apiToken: 'token',
    port: 0,
    onLog: () => undefined,
    stateFolder: join(project.path, 'state'),
  });
  try {
    const response = await fetch(deployment.webhookUrl, { method: 'POST', body: '{}' });
    const { STORE_TABLE, STORE_NAMESPACE, AWS_ENDPOINT_URL_DYNAMODB } = recordOf(await response.json());
    expect(STORE_NAMESPACE).toBe('FrameioLambda/Webhook');
    const { region, credentials } = SDK_SETTINGS;
    const table = createDynamoDbClient({ region, credentials, endpoint: String(AWS_ENDPOINT_URL_DYNAMODB) });
    return await use(new DynamoDbStore(String(STORE_TABLE), { namespace: String(STORE_NAMESPACE), table }));
  } finally {
    await deployment.close();
  }
}

it('the table of the store keeps its values when the sandbox starts again', async () => {
  expect(await withDeployedStore((store) => store.putIfAbsent('ticket', { id: 7 }))).toBe(true);
  expect(await withDeployedStore((store) => store.get('ticket'))).toEqual({ id: 7 });
});
