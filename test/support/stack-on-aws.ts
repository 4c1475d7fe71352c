import type { ServerResponse } from 'node:http';
import { resourcesOf, type Template } from '../../cdk/template.ts';
import { ENV } from '../../lib/core/env.ts';
import { recordOf } from '../../lib/core/type-guards.ts';
import { readSigningSecrets } from '../../lib/secrets/read-signing-secrets.ts';
import { verifySignature } from '../../lib/signature/verify-signature.ts';
import { type RunningApi, startApi } from '../sandbox/frameio/running-api.ts';
import type { FixtureApp } from './fixture-apps.ts';
import { type ScriptedServer, type SeenRequest, scriptedServer } from './scripted-server.ts';
import { type StubAws, startStubAws } from './stub-aws.ts';
import { physicalIdOf } from './stub-cloudformation.ts';
import { builtStack } from './synthesized.ts';

const STACK = { name: 'FrameioLambda', region: 'eu-west-1' } as const;

/** A secret of the stack, by the variable of the functions that names it. */
export type SecretVariable = 'apiCredentialsSecretId' | 'signingSecretsSecretId' | 'actionSigningSecretsSecretId';

/** A deployed app on a stub of AWS, with the local Frame.io in place of the real one. */
export class StackOnAws {
  readonly aws: StubAws;
  readonly template: Template;
  /** What API Gateway does instead of what the app does. */
  override: { readonly status: number; readonly to: 'unsigned' | 'signed' } | undefined;
  /** How far the clock of API Gateway is ahead. */
  aheadMs = 0;
  readonly #api: RunningApi;
  readonly #apiGateway: ScriptedServer;

  private constructor(aws: StubAws, template: Template, api: RunningApi, apiGateway: ScriptedServer) {
    this.aws = aws;
    this.template = template;
    this.#api = api;
    this.#apiGateway = apiGateway;
  }

  /** Starts AWS and deploys a fixture app. Its secrets have no value. */
  static async start(app: FixtureApp): Promise<StackOnAws> {
    const { template } = builtStack('inline', app);
    const aws = await startStubAws(resourcesOf(template, 'AWS::SQS::Queue').map(([name]) => ({ name })));
    const apiGateway = await scriptedServer((response, _, request) => stack.#answer(response, request));
    const stack: StackOnAws = new StackOnAws(aws, template, await startApi(), apiGateway);
    stack.deploy();
    for (const [id, { Type }] of resourcesOf(template, 'AWS::SecretsManager::Secret')) {
      aws.secretsManager.create(physicalIdOf(STACK, id, Type));
    }
    return stack;
  }

  /** State of the local Frame.io. */
  get frameio() {
    return this.#api.state;
  }

  get webhookUrl(): string {
    return `${this.#apiGateway.url}/stage/frameio`;
  }

  /** Deploys the app again, with its template as it was synthesized. */
  deploy(status = 'UPDATE_COMPLETE', url = this.webhookUrl, frameioUrl = this.#api.url): void {
    const template: Template = JSON.parse(JSON.stringify(this.template).replaceAll('https://api.frame.io', frameioUrl));
    const outputs = { WebhookUrl: url, ActionsUrl: `${url}/actions` };
    this.aws.cloudFormation.stacks.splice(0, Number.POSITIVE_INFINITY, { ...STACK, template, outputs, status });
  }

  /** Returns the ARN of a secret of the app. */
  secretId(variable: SecretVariable): string {
    const functions = resourcesOf(this.template, 'AWS::Lambda::Function');
    const values = functions.map(([, { Properties }]) => recordOf(recordOf(Properties.Environment).Variables));
    const id = values.map((variables) => recordOf(variables[ENV[variable]]).Ref).find((ref) => ref !== undefined);
    return physicalIdOf(STACK, String(id), 'AWS::SecretsManager::Secret');
  }

  async close(): Promise<void> {
    await Promise.all([this.aws.close(), this.#api.close(), this.#apiGateway.close()]);
  }

  /** Answers as the app does: 401 to a request without a signature, 400 to a signed one that is no event. */
  #answer(response: ServerResponse, { method, url, headers, body }: SeenRequest): void {
    const now = Date.now() + this.aheadMs;
    response.setHeader('date', new Date(now).toUTCString());
    if (method !== 'POST') return void response.writeHead(404).end();
    const variable = url.endsWith('/actions') ? 'actionSigningSecretsSecretId' : 'signingSecretsSecretId';
    const stored = readSigningSecrets(this.aws.secretsManager.text(this.secretId(variable)) ?? '');
    const { 'x-frameio-request-timestamp': timestamp, 'x-frameio-signature': signature } = headers;
    const request = { timestamp: timestamp?.toString(), signature: signature?.toString(), body };
    const secrets = stored.flatMap(({ secret }) => secret ?? []);
    const isSigned = verifySignature(request, secrets, Math.floor(now / 1_000)).ok;
    const isOverridden = this.override?.to === (isSigned ? 'signed' : 'unsigned');
    response.writeHead(isOverridden && this.override ? this.override.status : isSigned ? 400 : 401).end();
  }
}
