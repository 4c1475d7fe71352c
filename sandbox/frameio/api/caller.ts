import type { IncomingHttpHeaders } from 'node:http';
import { parseRecord } from '../../../lib/core/type-guards.ts';
import { type HandlerAttempt, readHandler } from '../../aws/lambda/function-output.ts';

/** Header that functions of the sandbox add to their calls: see `sandbox/aws/lambda/mark-calls.js`. */
const CALLER_HEADER = 'x-frameio-sandbox-caller';

/** Who made a call: a function of the sandbox, and the handler if one runs. */
export interface FunctionCaller {
  readonly handler: HandlerAttempt | undefined;
}

/** Returns the function that made a call; `undefined` for another program. */
export function callerOf({ [CALLER_HEADER]: value }: IncomingHttpHeaders): FunctionCaller | undefined {
  if (typeof value !== 'string') return undefined;
  return { handler: readHandler(parseRecord(decode(value))) };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
