import { AsyncLocalStorage } from 'node:async_hooks';
import type { Agent } from 'node:http';
import type { LogAttributes, Logger } from '../../lib/observability/logger.ts';

/** What the code of one test uses in place of the machine: its clock, its network, its log. */
export interface TestContext {
  /** Returns the time of the test in ms since 1970. */
  now(): number;
  /** Opens the connections of the test's requests. */
  readonly agent: Agent;
  log(level: keyof Logger, message: string, attributes: LogAttributes): void;
  /** Receives the error of a handler that failed or timed out. */
  failed(error: unknown, interactionId: string | undefined): void;
}

const storage = new AsyncLocalStorage<TestContext | undefined>();

/** Returns the test that the running code belongs to, if it belongs to one. */
export function currentTest(): TestContext | undefined {
  return storage.getStore();
}

/** Runs `work`, and all that it starts, as code of a test; with `undefined`, as code of none. */
export function runIn<Result>(context: TestContext | undefined, work: () => Result): Result {
  return storage.run(context, work);
}
