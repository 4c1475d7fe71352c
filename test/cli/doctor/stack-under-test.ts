import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { COMMANDS } from '../../../cli/commands.ts';
import type { CheckedFinding } from '../../../cli/doctor/finding.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { createWebhook } from '../../../sandbox/frameio/state/webhooks.ts';
import { captureConsole } from '../../support/commands.ts';
import { withEnvironment } from '../../support/environment.ts';
import { StackOnAws } from '../../support/stack-on-aws.ts';

const SECRET = 'canary-91c27d5e40b36f88';

/** `doctor`, and a stack on a stub of AWS that it examines. Each test begins with a stack that is in order. */
export class StackUnderTest {
  readonly output = captureConsole();
  /** Called after the test. */
  undo: () => void = () => undefined;
  #started: StackOnAws | undefined;
  #restore: () => void = () => undefined;

  constructor() {
    beforeAll(() => this.#start());
    afterAll(async () => {
      this.#restore();
      await this.deployed.close();
    });
    afterEach(() => {
      expect(this.output.all).not.toContain(SECRET);
      this.#reset();
    });
  }

  get deployed(): StackOnAws {
    if (!this.#started) throw new Error('The stub of AWS has not started.');
    return this.#started;
  }

  get aws() {
    return this.deployed.aws;
  }

  get frameio() {
    return this.deployed.frameio;
  }

  /** Stores a token for the Frame.io API. */
  putToken(token: string): void {
    this.aws.secretsManager.put(this.deployed.secretId('apiCredentialsSecretId'), token);
  }

  /** Runs `doctor` against the stack. Returns its exit code, its findings, and those that are not `ok`. */
  async doctor(...options: readonly string[]) {
    const exitCode = await runCli(['doctor', '--json', ...options], COMMANDS);
    const findings: readonly CheckedFinding[] = JSON.parse(this.output.text);
    return { exitCode, findings, wrong: findings.filter(({ status }) => status !== 'ok') };
  }

  async #start(): Promise<void> {
    this.#started = await StackOnAws.start('comment-app');
    this.#restore = withEnvironment(this.aws.environment);
    this.aws.secretsManager.put(this.deployed.secretId('signingSecretsSecretId'), SECRET);
    this.putToken(this.frameio.token);
    const { workspace, user: creator } = this.frameio;
    const data = { name: 'FrameioLambda', url: this.deployed.webhookUrl, events: ['file.ready'] };
    createWebhook(this.frameio, data, { workspaceId: workspace.id, creator });
  }

  #reset(): void {
    this.undo();
    this.undo = () => undefined;
    this.deployed.override = undefined;
    this.deployed.aheadMs = 0;
    this.aws.refusal = undefined;
    this.aws.fault = undefined;
    this.aws.metrics.clear();
    this.deployed.deploy();
  }
}
