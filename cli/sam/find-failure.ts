import type { FunctionRole } from '../../cdk/function-metadata.ts';
import { parseRecord } from '../../lib/core/type-guards.ts';

/** What is known about an invocation that SAM completed. */
export interface Invocation {
  readonly role: FunctionRole;
  /** What SAM printed on standard output. */
  readonly output: string;
  /** Number of messages in the dead-letter queue. */
  readonly deadLetters: number;
}

/** Says why an invocation failed; returns `undefined` if it succeeded. SAM exits with 0 whatever the function does. */
export function findFailure({ role, output, deadLetters }: Invocation): string | undefined {
  const result = readResult(output);
  if (!result) return 'the function returned no result. It timed out or ended early';
  const { errorType, errorMessage, statusCode, batchItemFailures } = result;
  if (errorType !== undefined || errorMessage !== undefined) return `${errorType ?? 'Error'}: ${errorMessage ?? ''}`;
  if (role === 'endpoint') {
    const isSuccess = typeof statusCode === 'number' && statusCode >= 200 && statusCode < 300;
    return isSuccess ? undefined : `the endpoint responded ${statusCode}`;
  }
  if (!Array.isArray(batchItemFailures)) return 'the worker returned no batchItemFailures';
  if (batchItemFailures.length > 0) return 'the message stays in the queue, because a handler failed or has to wait';
  return deadLetters > 0 ? 'the worker dead-lettered the message' : undefined;
}

/** Reads the result: the last line that is a JSON object. */
function readResult(output: string): Readonly<Record<string, unknown>> | undefined {
  const records = output.split('\n').map((line) => parseRecord(line));
  return records.findLast((record) => record !== undefined) ?? parseRecord(output);
}
