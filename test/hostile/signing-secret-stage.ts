import { afterEach, beforeEach, expect } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { type RequestKind, response } from '../support/endpoint-under-test.ts';

/** Longer than the time between two fetches of a secret that proves wrong. */
export const REFRESH_MS = 31_000;
/** Longer than the time to live of a fetched secret. */
export const EXPIRY_MS = 301_000;
export const DAY_MS = 86_400_000;
export const OLD = 'canary-of-the-old-signing-secret';
export const NEW = 'canary-of-the-new-signing-secret';

/** An endpoint whose signing secrets a test stores. Each test has a new one. */
export class SigningSecretStage {
  readonly #isQueued: boolean;
  #deployment: DeploymentUnderTest | undefined;
  #startedAt = 0;

  /** Call this in a `describe` block. */
  constructor(mode: DeliveryMode, requests: RequestKind = 'webhook') {
    this.#isQueued = mode === 'queued' && requests === 'webhook';
    beforeEach(async () => {
      this.#deployment = await DeploymentUnderTest.start({ mode, requests });
      this.#startedAt = this.deployment.clock.now();
    });
    afterEach(async () => {
      expect(this.deployment.endpoint.leaks).toEqual([]);
      expect(this.log).not.toMatch(/canary-of-the-(old|new)/);
      await this.deployment.stop();
    });
  }

  get deployment(): DeploymentUnderTest {
    if (!this.#deployment) throw new Error('The deployment starts before each test.');
    return this.#deployment;
  }

  /** The response to a delivery that verifies. */
  get accepted(): unknown {
    return this.#isQueued ? response(202, 'queued') : this.deployment.endpoint.accepted;
  }

  get secretsManager() {
    return this.deployment.endpoint.secretsManager;
  }

  get log(): string {
    return this.deployment.endpoint.logs.join('\n');
  }

  /** Number of comments and queued messages, which only a verified delivery causes. */
  get effects(): number {
    return this.deployment.endpoint.commentCount + this.deployment.queue.messages.length;
  }

  /** Stores a new version: a text, or anything else as JSON. */
  store(value: unknown): void {
    this.secretsManager.put('signing-secrets', typeof value === 'string' ? value : JSON.stringify(value));
  }

  /** Sends a delivery at a time in ms after the start, or now if that is later. Returns the response. */
  async deliverAfter(ms: number, secret: string): Promise<unknown> {
    const { clock } = this.deployment;
    clock.advance(Math.max(0, this.#startedAt + ms - clock.now()));
    return await this.deployment.deliver(this.deployment.genuine({ secret }));
  }

  /** Ends the process of the endpoint: the next delivery causes a cold start. */
  async recycle(): Promise<void> {
    await this.deployment.endpoint.recycle();
  }
}
