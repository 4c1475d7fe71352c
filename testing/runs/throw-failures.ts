import { isError } from '../../lib/observability/serialize-error.ts';
import { classifyError } from '../../lib/retry/classify-error.ts';
import { TestAppError } from '../test-app-error.ts';
import type { HandlerRun } from './run-log.ts';

/** Throws what the handlers threw. A handler that asked to run later has not failed. */
export function throwFailures(runs: readonly HandlerRun[]): void {
  const failed = runs.filter(hasFailed);
  if (failed.length === 0) return;
  const errors = failed.map(({ name, error }) => asError(name, error));
  if (errors.length === 1) throw errors[0];
  const names = failed.map(({ name }) => `"${name}"`).join(' and ');
  throw new AggregateError(errors, `The handlers ${names} failed: ${errors.map(({ message }) => message).join('; ')}`);
}

/** A service that does not work has failed the handler, although the worker only postpones it. */
function hasFailed({ outcome, error }: HandlerRun): boolean {
  return outcome === 'failed' || outcome === 'timed_out' || (error !== undefined && classifyError(error) === 'outage');
}

function asError(name: string, thrown: unknown): Error {
  if (isError(thrown)) return thrown;
  return new TestAppError(`The handler "${name}" threw a value that is not an Error. See the cause.`, {
    cause: thrown,
  });
}
