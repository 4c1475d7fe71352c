import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { DeploymentUnderTest, withDeployment } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

const CANARY = 'canary/of+a-secret==';

let deployment: DeploymentUnderTest;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'queued', app: 'misbehaving-app' });
});
afterEach(() => deployment.reset());
afterAll(() => deployment.stop());

/** Lets a handler log a text and a value and throw the text. Returns the log lines, and the reason of the dead letter. */
async function outputOf(payload: { readonly text?: string; readonly value?: unknown }): Promise<string> {
  const { length: before } = deployment.endpoint.logs;
  const body = deployment.endpoint.body({
    type: 'file.updated',
    behavior: 'logs and throws what the delivery holds',
    text: 'nothing',
    ...payload,
  });
  expect(await deployment.deliver(deployment.genuine({ body }))).toEqual(response(202, 'queued'));
  await deployment.runWorker();
  const output = [...deployment.endpoint.logs.slice(before), deployment.deadLetters.at(-1)?.reason].join('\n');
  expect(output).toContain('PermanentError');
  return output;
}

it.each([
  { token: [CANARY] },
  { token: { value: CANARY } },
  { authorization: ['Basic', CANARY] },
  { 'x-frameio-signature': [CANARY] },
  { AWS_SECRET_ACCESS_KEY: CANARY },
  { secretAccessKey: { deep: { deeper: [CANARY] } } },
  { private_key: CANARY },
  { passphrase: CANARY },
  { Cookie: [CANARY] },
  { headers: [['authorization', CANARY]] },
  { headers: ['Authorization', CANARY] },
  { headers: [{ name: 'Authorization', value: CANARY }] },
])('redacts everything under the name of a secret in what a handler logs: %j', async (value) => {
  const output = await outputOf({ value });
  expect(output).not.toContain(CANARY);
  expect(output).toContain('[redacted]');
});

it.each([
  `AWS_SECRET_ACCESS_KEY=${CANARY}`,
  `{"secretAccessKey":"${CANARY}"}`,
  `{"token":["${CANARY}"]}`,
  `{"token":{"value":"${CANARY}"}}`,
  `{ private_key: '${CANARY}' }`,
  `passphrase: ${CANARY}`,
  `Cookie: theme=dark; session=${CANARY}`,
  `Authorization: Token ${CANARY}`,
  `Authorization: Digest username="me", response="${CANARY}"`,
  `Authorization: Basic ${CANARY}`,
  `sent Basic ${CANARY}`,
  `sent Digest username="me", response="${CANARY}"`,
])('redacts the secret in a text that a handler logs and throws: %s', async (text) => {
  const output = await outputOf({ text, value: { text, list: [text] } });
  expect(output).not.toContain(CANARY);
  expect(output).toContain('[redacted]');
});

it('redacts the token in texts, attributes and their names, and in the reason of the dead letter', async () => {
  const { token } = deployment.endpoint.frameioState;
  const hidden = token.slice(token.indexOf('-', 4) + 1); // without its form
  deployment.endpoint.secretsManager.put('api-credentials', token);
  const value = { [token]: `x${token}x`, list: [{ id: token }, [token]] };
  expect(await outputOf({ text: `a${token}b`, value })).not.toContain(hidden);
});

it('redacts the signing secret in the log of the endpoint that runs the handler', () =>
  withDeployment({ mode: 'inline', app: 'misbehaving-app' }, async (own) => {
    const { signingSecret } = own.endpoint;
    const behavior = 'logs and throws what the delivery holds';
    const body = own.endpoint.body({ type: 'file.updated', behavior, text: `a ${signingSecret} b` });
    expect(await own.deliver(own.genuine({ body }))).toEqual(response(202, 'queued'));
    expect(own.endpoint.logs.join('\n')).toContain('"message":"a [redacted] b"');
    expect(own.endpoint.leaks).toEqual([]);
  }));

it('takes little time for eleven causes with 20 KB each', async () => {
  const body = deployment.endpoint.body({ type: 'file.updated', behavior: 'throws a long error with eleven causes' });
  await deployment.deliver(deployment.genuine({ body }));
  const startedAt = performance.now();
  await deployment.runWorker();
  expect(performance.now() - startedAt).toBeLessThan(1_500);
  expect(deployment.deadLetters.at(-1)).toMatchObject({ errorCode: 'permanent' });
});
