import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { AwsServiceError } from '../../../lib/aws/aws-errors.ts';
import { RateLimitError } from '../../../lib/client/errors/status-errors.ts';
import { StorageError, UploadError } from '../../../lib/client/errors/upload-errors.ts';
import { PermanentError } from '../../../lib/core/errors.ts';
import { formatError, serializeError } from '../../../lib/observability/serialize-error.ts';

const CANARY = 'canary-of-a-token';

const circular = new Error('I am my own cause');
circular.cause = circular;
const unreadable = new Error('Do not look');
Object.defineProperty(unreadable, 'message', {
  get: () => {
    throw new Error('not readable');
  },
});
const trap = new Proxy(
  {},
  {
    getPrototypeOf: () => {
      throw new Error('trapped');
    },
  },
);

/** Returns an error like those of HTTP clients, which contain the request's headers. */
function httpError(message = 'Request failed with status code 401') {
  const config = { headers: { Authorization: `Bearer ${CANARY}` } };
  return Object.assign(new Error(message), { config, request: { config }, response: { config, data: CANARY } });
}

/** Returns everything that a logger could write of a value. */
const everythingOf = (value: unknown): string =>
  value instanceof Error
    ? JSON.stringify({ ...value, message: value.message, stack: value.stack }) + everythingOf(value.cause)
    : String(JSON.stringify(value));

describe('formatError', () => {
  it.each<[string, unknown, string]>([
    ['an error', new TypeError('x is undefined', { cause: new Error('because') }), 'TypeError: x is undefined'],
    ['an error that is its own cause', circular, 'Error: I am my own cause'],
    ['an error with a secret in its message', new Error(`Bearer ${CANARY}`), 'Error: Bearer [redacted]'],
    ['a text', CANARY, 'The thrown value is not an Error: string'],
    ['nothing', undefined, 'The thrown value is not an Error: undefined'],
    ['null', null, 'The thrown value is not an Error: null'],
    ['a symbol', Symbol(CANARY), 'The thrown value is not an Error: symbol'],
    ['an object', { config: { headers: { token: CANARY } } }, 'The thrown value is not an Error: object'],
    ['an object without a prototype', Object.create(null), 'The thrown value is not an Error: object'],
    ['an error that cannot be read', unreadable, 'The thrown value cannot be read.'],
    ['a proxy that throws', trap, 'The thrown value cannot be read.'],
  ])('describes %s', (_, thrown, text) => {
    expect(formatError(thrown)).toBe(text);
  });
});

describe('serializeError', () => {
  it('copies name, message and stack', () => {
    const error = new TypeError('x is undefined');
    expect(serializeError(error)).toMatchObject({ name: 'TypeError', message: 'x is undefined', stack: error.stack });
    expect(serializeError(error)).toBeInstanceOf(Error);
  });

  it('copies the causes', () => {
    const error = new Error('outer', { cause: new TypeError('middle', { cause: new RangeError('inner') }) });
    expect(serializeError(error)).toMatchObject({ cause: { name: 'TypeError', cause: { name: 'RangeError' } } });
  });

  it('copies at most ten causes, and none twice', () => {
    let error = new Error('0');
    for (let number = 1; number <= 20; number += 1) error = new Error(String(number), { cause: error });
    expect(everythingOf(serializeError(error)).match(/"message"/g)).toHaveLength(11);
    expect(everythingOf(serializeError(circular)).match(/"message"/g)).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['an error of an HTTP client', httpError()],
    ['an error with one as its cause', new Error('Not posted', { cause: httpError() })],
    ['an error with a response as its cause', new Error('Not posted', { cause: { headers: { token: CANARY } } })],
    ['an error with a token in its message', httpError(`401 for Bearer ${CANARY}`)],
    ['an error of ours with a field of somebody else', Object.assign(new PermanentError('No'), { request: CANARY })],
    ['an object', { config: { headers: { token: CANARY } } }],
    ['a text', CANARY],
  ])('copies nothing of what %s carries', (_, thrown) => {
    expect(everythingOf(serializeError(thrown))).not.toContain(CANARY);
  });

  it('copies the documented fields of this framework’s errors', () => {
    const call = { operation: 'comments.create', method: 'POST', path: '/v4/x', status: 429, errors: [] };
    expect(serializeError(new RateLimitError({ ...call, retryAfterMs: 600 }))).toMatchObject({
      code: 'rate_limited',
      operation: 'comments.create',
      method: 'POST',
      path: '/v4/x',
      status: 429,
      retryAfterMs: 600,
      isOutcomeUnknown: false,
    });
    const part = { part: 2, status: 403, reason: 'SignatureDoesNotMatch', isTemporary: true };
    expect(serializeError(new StorageError(part))).toMatchObject(part);
    expect(serializeError(new UploadError({ fileId: 'f', isRemoved: true }, 'No.'))).toMatchObject({
      fileId: 'f',
      isRemoved: true,
    });
    const refusal = { service: 'sqs', operation: 'SendMessage', status: 403, awsCode: 'AccessDenied' };
    expect(serializeError(new AwsServiceError(refusal))).toMatchObject({ code: 'aws_service_error', ...refusal });
  });

  it('redacts a secret in a documented field', () => {
    const call = { operation: 'request', method: 'GET', path: `/v4/x/fio-u-${CANARY}`, status: 429, errors: [] };
    expect(serializeError(new RateLimitError(call))).toMatchObject({ path: '/v4/x/[redacted]' });
  });

  it('copies no field of another error, and no object', () => {
    expect(serializeError(Object.assign(new Error('No'), { code: 'E_NO' }))).not.toHaveProperty('code');
    const withObject = Object.assign(new PermanentError('No'), { reason: { token: CANARY } });
    expect(serializeError(withObject)).not.toHaveProperty('reason');
  });

  it('copies a missing cause as missing, and a missing stack as name and message', () => {
    const error = new TypeError('no');
    delete error.stack;
    expect(serializeError(error)).not.toHaveProperty('cause');
    expect(serializeError(error)).toMatchObject({ stack: 'TypeError: no' });
  });

  it('copies an error of another realm', () => {
    const error: unknown = runInNewContext("new TypeError('elsewhere')");
    expect(error).not.toBeInstanceOf(Error);
    expect(serializeError(error)).toMatchObject({ name: 'TypeError', message: 'elsewhere' });
  });

  it.each<[string, unknown]>([
    ['an error that cannot be read', unreadable],
    ['a proxy that throws', trap],
  ])('returns a text for %s', (_, thrown) => {
    expect(serializeError(thrown)).toBe('The thrown value cannot be read.');
  });

  it('returns a serialized error unchanged', () => {
    const once = serializeError(new PermanentError('No'));
    expect(serializeError(once)).toBe(once);
  });
});
