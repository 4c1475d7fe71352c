import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { COMMANDS } from '../../../cli/commands.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import type { DeliverySummary } from '../../../sandbox/sandbox-api.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { builtStack } from '../../support/synthesized.ts';

/** A sandbox of `misbehaving-app` with a file and an action, and commands that run against it in this process. */
export class CommandsUnderTest {
  readonly stateFolder = mkdtempSync(join(tmpdir(), 'commands-'));
  printed: string[] = [];
  errors: string[] = [];
  #sandbox: Sandbox | undefined;
  #action: ScriptedServer | undefined;

  async start(): Promise<void> {
    process.setMaxListeners(0); // each command listens to signals until its process ends
    this.#sandbox = await Sandbox.start({
      stack: builtStack('queued', 'misbehaving-app'),
      port: 0,
      stateFolder: this.stateFolder,
      delivery: { delayMs: () => 0 },
      onEvent: () => undefined,
    });
    this.sandbox.frameioState.addFile({ name: 'Take 1.mov', fileSize: 1 });
    this.#action = await scriptedServer((response) => json(response, 200, { title: 'Archived', description: 'Done.' }));
    const { actions, user } = this.sandbox.frameioState;
    actions.create({ name: 'Archive', description: 'd', event: 'studio.archive', url: this.#action.url }, user);
  }

  async close(): Promise<void> {
    await this.#sandbox?.close();
    await this.#action?.close();
  }

  get sandbox(): Sandbox {
    if (!this.#sandbox) throw new Error('The sandbox has not started.');
    return this.#sandbox;
  }

  /** Collects what the commands of one test print. */
  capture(): void {
    this.printed = [];
    this.errors = [];
    jest.spyOn(console, 'log').mockImplementation((text) => void this.printed.push(String(text)));
    jest.spyOn(console, 'error').mockImplementation((text) => void this.errors.push(String(text)));
  }

  /** Runs a command against the sandbox. */
  async run(...args: readonly string[]) {
    this.printed = [];
    this.errors = [];
    const exitCode = await runCli([...args, '--state', this.stateFolder], COMMANDS);
    return { exitCode, output: this.printed.join('\n'), errors: this.errors.join('\n') };
  }

  /** Runs a command with `--json` and returns what it printed. */
  async runJson<Value>(...args: readonly string[]): Promise<Value> {
    const { output } = await this.run(...args, '--json');
    return JSON.parse(output);
  }

  /** Runs `send` and returns the delivery. */
  async send(...args: readonly string[]): Promise<DeliverySummary> {
    const [delivery] = await this.runJson<readonly DeliverySummary[]>('send', ...args);
    if (!delivery) throw new Error('The command sent nothing.');
    return delivery;
  }
}
