import { afterEach, beforeEach } from '@jest/globals';
import { App, endpointHandler } from '../../../lib/index.ts';
import { ACTION_SECRET, actionRequest, readAnswer } from '../../support/action-requests.ts';
import { withEnvironment } from '../../support/environment.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

/** Definition of the custom action of these tests. */
export const ARCHIVE = { name: 'Archive', description: 'Moves the file to cold storage' };

/** Gives each test of a file an idempotency table, named in the environment. */
export function setUpIdempotencyTable(): void {
  let table: TestTable;
  let restore = () => {};
  beforeEach(async () => {
    table = await startIdempotencyTable();
    restore = withEnvironment({
      IDEMPOTENCY_TABLE: table.name,
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'key',
    });
  });
  afterEach(async () => {
    restore();
    await table.close();
  });
}

export function makeApp(logger = new MemoryLogger()): App {
  return new App({ logger, signingSecrets: 'a-signing-secret', actionSigningSecrets: ACTION_SECRET });
}

/** Sends a request to the endpoint of an app. */
export async function answerOf(app: App, change: object = {}) {
  return readAnswer(await (await endpointHandler(app))(actionRequest(change)));
}
