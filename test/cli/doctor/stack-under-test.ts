import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { resourcesOf, type Template } from '../../../cdk/template.ts';
import { COMMANDS } from '../../../cli/commands.ts';
import type { CheckedFinding } from '../../../cli/doctor/finding.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { findStack } from '../../../cli/stack/find-stack.ts';
import { verifySignature } from '../../../lib/signature/verify-signature.ts';
import { createWebhook } from '../../../sandbox/frameio/state/webhooks.ts';
import { type RunningApi, startApi } from '../../sandbox/frameio/running-api.ts';
import { captureConsole } from '../../support/commands.ts';
import { withEnvironment } from '../../support/environment.ts';
import { type ScriptedServer, type SeenRequest, scriptedServer } from '../../support/scripted-server.ts';
import { type StubAws, startStubAws } from '../../support/stub-aws.ts';
import { builtStack } from '../../support/synthesized.ts';

const SECRET = 'canary-91c27d5e40b36f88';

/** `doctor`, and a stack on a stub of AWS that it examines. Each test begins with a stack that is in order. */
export class StackUnderTest {
  readonly output = captureConsole();
  readonly template = builtStack('inline', 'comment-app').template;
  /** What API Gateway does instead of what the app does. */
  override: { readonly status: number; readonly to: 'unsigned' | 'signed' } | undefined;
  /** How far the clock of API Gateway is ahead. */
  aheadMs = 0;
  /** Called after the test. */
  undo: () => void = () => undefined;
  #started: { readonly aws: StubAws; readonly frameio: RunningApi; readonly apiGateway: ScriptedServer } | undefined;
  #restore: () => void = () => undefined;

  constructor() {
    beforeAll(() => this.#start());
    afterAll(() => this.#close());
    afterEach(() => {
      expect(this.output.all).not.toContain(SECRET);
      this.#reset();
    });
  }

  get aws(): StubAws {
    return this.#parts.aws;
  }

  get frameio() {
    return this.#parts.frameio.state;
  }

  get webhookUrl(): string {
    return `${this.#parts.apiGateway.url}/stage/frameio`;
  }

  /** Deploys the comment app, with the local Frame.io in place of the real one. */
  deploy(status = 'UPDATE_COMPLETE', url = this.webhookUrl, frameioUrl = this.#parts.frameio.url): void {
    const template: Template = JSON.parse(JSON.stringify(this.template).replaceAll('https://api.frame.io', frameioUrl));
    const stack = { name: 'FrameioLambda', region: 'eu-west-1', template, outputs: { WebhookUrl: url }, status };
    this.aws.cloudFormation.stacks.splice(0, Number.POSITIVE_INFINITY, stack);
  }

  /** Stores a token for the Frame.io API. */
  async putToken(token: string): Promise<void> {
    this.aws.secretsManager.put((await findStack({})).secretIds.apiCredentials, token);
  }

  /** Runs `doctor` against the stack. Returns its exit code, its findings, and those that are not `ok`. */
  async doctor(...options: readonly string[]) {
    const exitCode = await runCli(['doctor', '--json', ...options], COMMANDS);
    const findings: readonly CheckedFinding[] = JSON.parse(this.output.text);
    return { exitCode, findings, wrong: findings.filter(({ status }) => status !== 'ok') };
  }

  get #parts() {
    if (!this.#started) throw new Error('The stub of AWS has not started.');
    return this.#started;
  }

  async #start(): Promise<void> {
    const aws = await startStubAws(resourcesOf(this.template, 'AWS::SQS::Queue').map(([name]) => ({ name })));
    const apiGateway = await scriptedServer((response, _, request) => this.#answer(response, request));
    this.#started = { aws, frameio: await startApi(), apiGateway };
    this.#restore = withEnvironment(aws.environment);
    this.deploy();
    aws.secretsManager.put((await findStack({})).secretIds.signingSecrets, SECRET);
    await this.putToken(this.frameio.token);
    const { workspace, user: creator } = this.frameio;
    const data = { name: 'FrameioLambda', url: this.webhookUrl, events: ['file.ready'] };
    createWebhook(this.frameio, data, { workspaceId: workspace.id, creator });
  }

  async #close(): Promise<void> {
    const { aws, frameio, apiGateway } = this.#parts;
    this.#restore();
    await Promise.all([aws.close(), frameio.close(), apiGateway.close()]);
  }

  #reset(): void {
    this.undo();
    this.undo = () => undefined;
    this.override = undefined;
    this.aheadMs = 0;
    this.aws.refusal = undefined;
    this.aws.fault = undefined;
    this.aws.metrics.clear();
    this.deploy();
  }

  /** Answers as the app does: 401 to a request without a signature, 400 to a signed one that is no event. */
  #answer(response: ServerResponse, { method, headers, body }: SeenRequest): void {
    const now = Date.now() + this.aheadMs;
    response.setHeader('date', new Date(now).toUTCString());
    if (method !== 'POST') return void response.writeHead(404).end();
    const { 'x-frameio-request-timestamp': timestamp, 'x-frameio-signature': signature } = headers;
    const request = { timestamp: timestamp?.toString(), signature: signature?.toString(), body };
    const isSigned = verifySignature(request, [SECRET], Math.floor(now / 1_000)).ok;
    const isOverridden = this.override?.to === (isSigned ? 'signed' : 'unsigned');
    response.writeHead(isOverridden && this.override ? this.override.status : isSigned ? 400 : 401).end();
  }
}
