import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StoredSigningSecrets } from '../../../lib/registration/stored-signing-secrets.ts';
import { SecretsManager } from '../../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';

const SECRET = 'a-signing-secret-of-24-c';

const service = new SecretsManager();
let server: LocalServer;
let stored: StoredSigningSecrets;
beforeAll(async () => {
  server = await listen(service.listener);
});
afterAll(() => server.close());
beforeEach(() => {
  service.create('signing-secrets');
  service.fault = undefined;
  stored = secretNamed('signing-secrets');
});

const secretNamed = (secretId: string) =>
  new StoredSigningSecrets(secretId, {
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
  });

const values = () => JSON.parse(service.text('signing-secrets') ?? 'null');
const writes = () => service.calls.filter(({ operation }) => operation === 'PutSecretValue').length;

describe('a stored secret', () => {
  it.each([
    { name: 'without a value', text: undefined, expected: {} },
    { name: 'with white space', text: ' \n', expected: {} },
    { name: 'with one signing secret', text: ` ${SECRET}\n`, expected: { unnamed: SECRET } },
    { name: 'with a placeholder', text: 'replace-me', expected: {} },
    { name: 'with a webhook of Frame.io', text: { id: 'webhook', secret: SECRET }, expected: { unnamed: SECRET } },
    { name: 'with names', text: { dailies: ` ${SECRET} `, empty: ' ', count: 7 }, expected: { dailies: SECRET } },
  ])('$name has the signing secrets $expected', async ({ text, expected }) => {
    if (text !== undefined) service.put('signing-secrets', typeof text === 'string' ? text : JSON.stringify(text));
    expect(await stored.read()).toEqual(expected);
  });

  it('with malformed JSON is not read, and stays as it is', async () => {
    service.put('signing-secrets', `{"dailies": "${SECRET}`);
    await expect(stored.add('new', SECRET)).rejects.toMatchObject({ code: 'secret_not_set' });
    expect(service.text('signing-secrets')).toBe(`{"dailies": "${SECRET}`);
  });

  it('that does not exist is named in the error', async () => {
    await expect(secretNamed('missing').read()).rejects.toMatchObject({
      code: 'secret_unavailable',
      message: expect.stringContaining('There is no secret missing'),
      cause: { awsCode: 'ResourceNotFoundException' },
    });
  });

  it('that the function may not read fails with the error of AWS', async () => {
    service.fault = () => 'denied';
    await expect(stored.read()).rejects.toMatchObject({ awsCode: 'AccessDeniedException' });
  });
});

describe('a signing secret', () => {
  it('is added beside the others, which stay as they are', async () => {
    service.put('signing-secrets', JSON.stringify({ dailies: ` ${SECRET} `, count: 7 }));
    await stored.add('new', 'another-signing-secret-24');
    expect(values()).toEqual({ dailies: ` ${SECRET} `, count: 7, new: 'another-signing-secret-24' });
  });

  it('is removed, and the others stay as they are', async () => {
    service.put('signing-secrets', JSON.stringify({ dailies: SECRET, old: SECRET, count: 7 }));
    await stored.remove(['old', 'missing']);
    expect(values()).toEqual({ dailies: SECRET, count: 7 });
  });

  it('that is not stored is removed without a write', async () => {
    service.put('signing-secrets', JSON.stringify({ dailies: SECRET }));
    const before = writes();
    await stored.remove(['missing']);
    expect(writes()).toBe(before);
  });
});
