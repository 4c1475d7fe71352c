import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { SecretsManager } from '../../../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { type LocalServer, listen } from '../../../../sandbox/http/listen.ts';

const [FIRST, SECOND] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
const secret = { SecretId: 'credentials' };

let server: LocalServer;
let client: SecretsManagerClient;
beforeEach(async () => {
  const secretsManager = new SecretsManager();
  secretsManager.create('credentials');
  server = await listen(secretsManager.listener);
  const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
  client = new SecretsManagerClient({ endpoint: server.url, region: 'us-east-1', credentials });
});
afterEach(async () => {
  client.destroy();
  await server.close();
});

const put = (ClientRequestToken: string, SecretString: string, VersionStages?: string[]) =>
  client.send(
    new PutSecretValueCommand({ ...secret, ClientRequestToken, SecretString, ...(VersionStages && { VersionStages }) }),
  );
const stages = async () => (await client.send(new DescribeSecretCommand(secret))).VersionIdsToStages;
const move = (change: { VersionStage: string; RemoveFromVersionId?: string; MoveToVersionId?: string }) =>
  client.send(new UpdateSecretVersionStageCommand({ ...secret, ...change }));

it('makes the first version current, whatever its labels', async () => {
  await put(FIRST, 'one', ['AWSPENDING']);
  expect(await stages()).toEqual({ [FIRST]: ['AWSPENDING', 'AWSCURRENT'] });
});

it('moves AWSPREVIOUS to the version that was current', async () => {
  await put(FIRST, 'one');
  await put(SECOND, 'two');
  expect(await stages()).toEqual({ [FIRST]: ['AWSPREVIOUS'], [SECOND]: ['AWSCURRENT'] });
});

it('repeats a put with the same token and value, and refuses another value', async () => {
  await put(FIRST, 'one');
  await put(FIRST, 'one');
  await expect(put(FIRST, 'other')).rejects.toMatchObject({ name: 'ResourceExistsException' });
});

it('moves AWSCURRENT from the version that has it, and from no other', async () => {
  await put(FIRST, 'one');
  await put(SECOND, 'two', ['AWSPENDING']);
  const change = { VersionStage: 'AWSCURRENT', MoveToVersionId: SECOND };
  for (const from of [{}, { RemoveFromVersionId: SECOND }]) {
    await expect(move({ ...change, ...from })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  }
  await move({ ...change, RemoveFromVersionId: FIRST });
  expect(await stages()).toEqual({ [FIRST]: ['AWSPREVIOUS'], [SECOND]: ['AWSCURRENT', 'AWSPENDING'] });
});

it('deletes a version without labels', async () => {
  await put(FIRST, 'one');
  await put(SECOND, 'two', ['AWSPENDING']);
  await move({ VersionStage: 'AWSPENDING', RemoveFromVersionId: SECOND });
  const get = client.send(new GetSecretValueCommand({ ...secret, VersionId: SECOND }));
  await expect(get).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('returns a version by its id, and refuses a label that it does not have', async () => {
  await put(FIRST, 'one');
  await put(SECOND, 'two');
  const get = (VersionStage: string) =>
    client.send(new GetSecretValueCommand({ ...secret, VersionId: FIRST, VersionStage }));
  expect(await get('AWSPREVIOUS')).toMatchObject({ SecretString: 'one', VersionStages: ['AWSPREVIOUS'] });
  await expect(get('AWSCURRENT')).rejects.toMatchObject({ name: 'InvalidRequestException' });
});
