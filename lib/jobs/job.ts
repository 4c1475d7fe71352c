import { ConfigError, JobPayloadError } from '../core/errors.ts';
import type { VariableType } from '../core/manifest.ts';
import { isRecord } from '../core/type-guards.ts';

/** TypeScript's type of each type of field. */
interface ValueOfType {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

/** The fields of a payload and their types: `{ fileId: 'string', frames: 'number' }`. */
export type JobFields = Readonly<Record<string, VariableType>>;

/** The type of a payload with these fields. */
export type PayloadOf<Fields extends JobFields> = { readonly [Name in keyof Fields]: ValueOfType[Fields[Name]] };

/** A job and the type of its payload. `app.onJob` and `enqueue` take it. */
export interface Job<Payload = unknown> {
  readonly name: string;
  /**
   * Checks a payload, before the queue stores it and before the handler receives it. The payload that it returns must be
   * JSON, too: a function that makes a `Date` of a text refuses its own result.
   *
   * @throws an error when the payload is not one of this job.
   */
  readonly parse: (payload: unknown) => Payload;
}

/** A name that fits into the name of an environment variable and of a resource in a stack. */
const VALID_NAME = /^[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*$/;

const MAX_NAME_LENGTH = 64;

/**
 * Describes a job: background work that a handler enqueues and the worker runs.
 *
 * ```ts
 * export const archive = job('archive', { fileId: 'string', tier: 'string' });
 *
 * app.onJob(archive, async ({ payload, client }) => { ... });
 * await enqueue(archive, { fileId: action.resourceId, tier: 'cold' });
 * ```
 *
 * @param name - Messages in the queue refer to it, so do not change it after the job is deployed.
 * @param payload - The fields of the payload, or a function that checks it, such as `parse` of a Zod schema.
 * @throws ConfigError for an invalid name.
 */
export function job<const Fields extends JobFields>(name: string, payload: Fields): Job<PayloadOf<Fields>>;
export function job<Payload>(name: string, payload: (payload: unknown) => Payload): Job<Payload>;
export function job(name: string, payload: JobFields | ((payload: unknown) => unknown)): Job {
  assertJobName(name);
  return { name, parse: typeof payload === 'function' ? payload : fieldsParser(name, payload) };
}

/** Returns the job of a name, with a payload of any type. */
export function jobNamed(name: string): Job {
  assertJobName(name);
  return { name, parse: (payload) => payload };
}

/**
 * Checks a payload with the function of the job.
 *
 * @throws JobPayloadError if the function throws, or returns a promise: a check must not wait.
 */
export function parsePayload<Payload>({ name, parse }: Job<Payload>, payload: unknown): Payload {
  let parsed: Payload;
  try {
    parsed = parse(payload);
  } catch (error) {
    if (error instanceof JobPayloadError) throw error;
    throw new JobPayloadError(`The payload is not one of the job "${name}". See the cause.`, { cause: error });
  }
  if (!(parsed instanceof Promise)) return parsed;
  parsed.catch(() => undefined);
  throw new JobPayloadError(
    `The function that checks payloads of the job "${name}" returned a promise. Return the payload.`,
  );
}

function assertJobName(name: string): void {
  if (VALID_NAME.test(name) && name.length <= MAX_NAME_LENGTH) return;
  throw new ConfigError(
    `"${name}" is not a valid name of a job. Use a name such as "archive" or "render-proxy", of at most ${MAX_NAME_LENGTH} characters.`,
  );
}

function fieldsParser<Fields extends JobFields>(job: string, fields: Fields): (payload: unknown) => PayloadOf<Fields> {
  return (payload) => {
    if (hasFields(payload, fields)) return payload;
    const expected = Object.entries(fields).map(([name, type]) => `${name}: ${type}`);
    const found = isRecord(payload)
      ? `{ ${Object.entries(payload)
          .map(([name, value]) => `${name}: ${typeof value}`)
          .join(', ')} }`
      : typeof payload;
    throw new JobPayloadError(`The job "${job}" expects the payload { ${expected.join(', ')} }, found ${found}.`);
  };
}

function hasFields<Fields extends JobFields>(payload: unknown, fields: Fields): payload is PayloadOf<Fields> {
  if (!isRecord(payload)) return false;
  return Object.entries(fields).every(([name, type]) => Object.hasOwn(payload, name) && typeof payload[name] === type);
}
