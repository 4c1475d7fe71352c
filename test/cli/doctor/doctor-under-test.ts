import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { beforeAll, expect } from '@jest/globals';
import { COMMANDS } from '../../../cli/commands.ts';
import type { CheckedFinding } from '../../../cli/doctor/finding.ts';
import { runCli } from '../../../cli/run-cli.ts';
import type { DeployedStack } from '../../../cli/stack/deployed-stack.ts';
import { findStack } from '../../../cli/stack/find-stack.ts';
import type { Entity, EntityStore } from '../../../sandbox/frameio/state/entity-store.ts';
import type { StoredAction, StoredWebhook } from '../../../sandbox/frameio/state/stored-resources.ts';
import { captureConsole, sandboxForTests } from '../../support/commands.ts';

/** No finding may contain it. */
export const CANARY = 'canary-4f9d2c7e51b84a60';

export const CONNECT = 'npm run frameio -- connect --sandbox --state ';
export const SET_TOKEN = 'npm run frameio -- set-token --sandbox --state ';

/** Changes something in the sandbox. Returns what undoes it. */
export type Provocation = () => (() => unknown) | Promise<() => unknown>;

/** A finding that a provocation causes. */
export interface ExpectedFinding {
  readonly what: string;
  readonly provoke: Provocation;
  readonly check: string;
  readonly title: RegExp | string;
  /** Start of the fix, or a part of it. */
  readonly fix: string;
  /** @default problem */
  readonly status?: string;
}

type SecretName = keyof DeployedStack['secretIds'];

/** `doctor`, and a sandbox that it examines. */
export class DoctorUnderTest {
  readonly output = captureConsole();
  readonly #running = sandboxForTests('queued', 'console-app');
  #stack: DeployedStack | undefined;

  constructor() {
    beforeAll(async () => {
      this.#stack = await findStack({ sandbox: 'local', state: this.stateFolder });
    });
  }

  get sandbox() {
    return this.#running.sandbox;
  }

  get frameio() {
    return this.sandbox.frameioState;
  }

  get stateFolder(): string {
    return this.#running.stateFolder;
  }

  get stack(): DeployedStack {
    if (!this.#stack) throw new Error('The sandbox has not started.');
    return this.#stack;
  }

  /** Runs `doctor` against the sandbox. */
  async run(...options: readonly string[]) {
    this.output.clear();
    const exitCode = await runCli(['doctor', ...this.#running.options, ...options], COMMANDS);
    return { exitCode, output: this.output.text };
  }

  /** Returns the findings that are not `ok`. */
  async findWrong(): Promise<readonly CheckedFinding[]> {
    const { output, exitCode } = await this.run('--json');
    expect(this.output.all).not.toContain(CANARY);
    const findings: readonly CheckedFinding[] = JSON.parse(output);
    const wrong = findings.filter(({ status }) => status !== 'ok');
    expect(exitCode).toBe(wrong.some(({ status }) => status !== 'warning') ? 1 : 0);
    return wrong;
  }

  /** Provokes a finding, and checks its meaning and its fix. */
  async expectFinding({ provoke, check, title, fix, status = 'problem' }: ExpectedFinding): Promise<void> {
    const undo = await provoke();
    const wrong = await this.findWrong().finally(undo);
    const found = wrong.find((finding) => finding.check === check && matches(finding.title, title));
    expect({ found, wrong }).toMatchObject({
      found: { status, fix: expect.stringContaining(fix), meaning: expect.any(String) },
    });
  }

  /** Replaces the value of a secret. Without a value, the secret is empty. */
  secret(name: SecretName, value: () => string | undefined): Provocation {
    return async () => {
      const { secretsManager } = this.sandbox.deployment;
      const secretId = String(this.stack.secretIds[name]);
      const command = new GetSecretValueCommand({ SecretId: secretId });
      const { SecretString: before = '' } = await this.stack.secretsManager.send(command);
      const text = value();
      if (text === undefined) secretsManager.create(secretId);
      else secretsManager.put(secretId, text);
      return () => {
        secretsManager.put(secretId, before);
        if (name !== 'apiCredentials') this.sandbox.deployment.reload(); // a function fetches a secret only every 30 seconds
      };
    };
  }

  /** Lets calls of Frame.io fail. */
  fault(calls: string, status: number): Provocation {
    return async () => {
      const faults = `${this.sandbox.frameioUrl}/sandbox/faults`;
      await fetch(faults, { method: 'POST', body: JSON.stringify({ calls, status, seconds: 600 }) });
      return () => fetch(faults, { method: 'DELETE' });
    };
  }

  registeredWebhook(): StoredWebhook {
    const [found] = this.frameio.stores.webhooks.all();
    if (!found) throw new Error('The sandbox has registered no webhook.');
    return found;
  }

  /** Returns one of the app's two custom actions. */
  registeredAction(): StoredAction {
    const found = [...this.frameio.stores.actions.all()].find(({ action }) => action.name === 'Publish');
    if (!found) throw new Error('The sandbox has not registered the action Publish.');
    return found;
  }
}

/** Deletes something in Frame.io. */
export const deleted =
  <Value extends Entity>(store: () => EntityStore<Value>, find: () => NoInfer<Value>): Provocation =>
  () => {
    const value = find();
    store().delete(value.id);
    return () => store().put(value);
  };

function matches(text: string, expected: RegExp | string): boolean {
  return typeof expected === 'string' ? text === expected : expected.test(text);
}
