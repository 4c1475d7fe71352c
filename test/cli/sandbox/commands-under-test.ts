import { COMMANDS } from '../../../cli/commands.ts';
import { runCli } from '../../../cli/run-cli.ts';
import type { DeliverySummary } from '../../../sandbox/sandbox-api.ts';
import { captureConsole, sandboxForTests } from '../../support/commands.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';

/** A sandbox of `misbehaving-app` with a file and an action, and commands that run against it in this process. */
export class CommandsUnderTest {
  readonly output = captureConsole();
  readonly #running = sandboxForTests('queued', 'misbehaving-app');
  #action: ScriptedServer | undefined;

  async start(): Promise<void> {
    process.setMaxListeners(0); // each command listens to signals until its process ends
    this.sandbox.frameioState.addFile({ name: 'Take 1.mov', fileSize: 1 });
    this.#action = await scriptedServer((response) => json(response, 200, { title: 'Archived', description: 'Done.' }));
    const { actions, user } = this.sandbox.frameioState;
    actions.create({ name: 'Archive', description: 'd', event: 'studio.archive', url: this.#action.url }, user);
  }

  async close(): Promise<void> {
    await this.#action?.close();
  }

  get sandbox() {
    return this.#running.sandbox;
  }

  get stateFolder(): string {
    return this.#running.stateFolder;
  }

  /** Runs a command against the sandbox. */
  async run(...args: readonly string[]) {
    this.output.clear();
    const exitCode = await runCli([...args, '--state', this.stateFolder], COMMANDS);
    return { exitCode, output: this.output.text, errors: this.output.errors.join('\n') };
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
