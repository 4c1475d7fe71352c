import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LambdaEnvironment } from '../../sandbox/aws/lambda-environment.ts';
import { SecretsManager } from '../../sandbox/aws/secrets-manager.ts';
import { listen } from '../../sandbox/listen.ts';
import { builtEndpoint } from '../support/synthesized.ts';

const { bundlePath } = builtEndpoint();
const bundle = readFileSync(bundlePath, 'utf8');

describe('the endpoint bundle', () => {
  it('is at most 330 KB', () => {
    expect(statSync(bundlePath).size).toBeLessThanOrEqual(330_000);
  });

  // Booleans: a failed match would print the whole bundle.
  it('is one ES module', () => {
    expect(bundlePath).toMatch(/index\.mjs$/);
    expect(/export\s*\{.*\bhandler\b.*\}/.test(bundle)).toBe(true);
  });

  it('does not import node:http as an ES module, which would load undici', () => {
    expect(/from\s*"(node:)?http"/.test(bundle)).toBe(false);
    expect(bundle.includes('getBuiltinModule("node:http")')).toBe(true);
  });

  it('holds no credential provider but the environment', () => {
    expect(/fromSSO|fromTokenFile|fromProcess|fromContainerMetadata/.test(bundle)).toBe(false);
    expect(bundle.includes('There are no AWS credentials in the environment')).toBe(true);
  });

  it('has asked for the secrets before the handlers are loaded', async () => {
    const asked = join(mkdtempSync(join(tmpdir(), 'bundle-')), 'asked');
    const secretsManager = new SecretsManager();
    const server = await listen((request, response) => {
      writeFileSync(asked, '');
      return secretsManager.listener(request, response);
    });
    // What comes next in the bundle are the handlers: they load when the secrets have been asked for, or never.
    const turns = /for\(let \w+=0;\w+<3;\w+\+=1\)await \w+\(\);/;
    expect(turns.test(bundle)).toBe(true);
    const wait = `while(!process.getBuiltinModule("node:fs").existsSync(${JSON.stringify(asked)}));`;
    const path = join(dirname(asked), 'index.mjs');
    writeFileSync(
      path,
      bundle.replace(turns, (found) => found + wait),
    );
    const lambda = new LambdaEnvironment({
      function: { ...builtEndpoint(), bundlePath: path, timeoutMs: 10_000 },
      variables: {
        AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
        SIGNING_SECRETS_SECRET_ID: 'signing-secrets',
        API_CREDENTIALS_SECRET_ID: 'api-credentials',
      },
      onLog: () => undefined,
    });
    expect(await lambda.invoke({})).toMatchObject({ statusCode: 401 });
    await Promise.all([lambda.stop(), server.close()]);
  });
});
