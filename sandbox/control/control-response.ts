import { parseRecord } from '../../lib/core/type-guards.ts';

/** A response of the control API. */
export interface ControlResponse {
  readonly status: number;
  readonly body: unknown;
}

/** A request that cannot be fulfilled: the status of the response, and what to do. */
export interface ControlError {
  readonly ok: false;
  readonly status: number;
  readonly error: string;
}

/** A value that was read from a request, or the error. */
export type Read<Value> = { readonly ok: true; readonly value: Value } | ControlError;

/** Creates an error. */
export function controlError(status: number, error: string): ControlError {
  return { ok: false, status, error };
}

/** Creates the response for an error. */
export function errorResponse({ status, error }: ControlError): ControlResponse {
  return { status, body: { error } };
}

/** @returns `undefined` for a body that is too long or not a JSON object. An empty body has no fields. */
export function readFields(body: Buffer | undefined): Readonly<Record<string, unknown>> | undefined {
  return body && parseRecord(body.toString('utf8').trim() || '{}');
}
