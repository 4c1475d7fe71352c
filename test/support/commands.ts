import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, jest } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import type { FixtureApp } from './fixture-apps.ts';
import { builtStack } from './synthesized.ts';

/** What commands print in a test. */
export class ConsoleOutput {
  /** Texts on standard output, since the start of the test or the last `clear`. */
  readonly printed: string[] = [];
  /** Texts on standard error, like `printed`. */
  readonly errors: string[] = [];
  readonly #all: string[] = [];

  /** `printed` as one text. */
  get text(): string {
    return this.printed.join('\n');
  }

  /** Everything since the start of the test. */
  get all(): string {
    return this.#all.join('\n');
  }

  clear(): void {
    this.printed.length = 0;
    this.errors.length = 0;
  }

  /** Begins a test. */
  capture(): void {
    this.clear();
    this.#all.length = 0;
    const keep = (texts: string[]) => (text: unknown) => {
      texts.push(String(text));
      this.#all.push(String(text));
    };
    jest.spyOn(console, 'log').mockImplementation(keep(this.printed));
    jest.spyOn(console, 'error').mockImplementation(keep(this.errors));
  }
}

/** Captures what each test of a file prints. Call it outside the tests. */
export function captureConsole(): ConsoleOutput {
  const output = new ConsoleOutput();
  beforeEach(() => output.capture());
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return output;
}

/** A sandbox for the commands of a test file. */
export class SandboxOfTests {
  readonly stateFolder = mkdtempSync(join(tmpdir(), 'commands-'));
  /** Options that name it. */
  readonly options = ['--sandbox', '--state', this.stateFolder] as const;
  #sandbox: Sandbox | undefined;

  async start(stack: SynthesizedStack): Promise<void> {
    this.#sandbox = await Sandbox.start({
      stack,
      port: 0,
      stateFolder: this.stateFolder,
      delivery: { delayMs: () => 0 },
      onEvent: () => undefined,
    });
  }

  get sandbox(): Sandbox {
    if (!this.#sandbox) throw new Error('The sandbox has not started.');
    return this.#sandbox;
  }

  /** Returns the id of a secret, by the variable of the functions that names it. */
  secretId(variable: string): string {
    return this.sandbox.deployment.functions.map(({ variables }) => variables[variable]).find(Boolean) ?? '';
  }
}

/** Starts a sandbox before the tests of a file, and closes it after them. Call it outside the tests. */
export function sandboxForTests(mode: DeliveryMode, app: FixtureApp): SandboxOfTests {
  return sandboxOfStack(() => builtStack(mode, app));
}

/** Starts a sandbox of a stack, like `sandboxForTests`. */
export function sandboxOfStack(stack: () => SynthesizedStack): SandboxOfTests {
  const running = new SandboxOfTests();
  beforeAll(() => running.start(stack()));
  afterAll(() => running.sandbox.close());
  return running;
}
