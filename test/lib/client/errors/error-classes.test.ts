import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ClientRateLimitError } from '../../../../lib/client/errors/client-rate-limit-error.ts';
import { DownloadError, MediaLinkError } from '../../../../lib/client/errors/download-errors.ts';
import { FrameioApiError } from '../../../../lib/client/errors/frameio-api-error.ts';
import {
  ApiAbortedError,
  ApiConnectionError,
  ApiResponseError,
  ApiTimeoutError,
} from '../../../../lib/client/errors/no-response-errors.ts';
import { apiErrorFor } from '../../../../lib/client/errors/status-errors.ts';
import { TokenExchangeError } from '../../../../lib/client/errors/token-exchange-error.ts';
import { TokenRevocationError } from '../../../../lib/client/errors/token-revocation-error.ts';
import { StorageError, UploadError, VersionStackError } from '../../../../lib/client/errors/upload-errors.ts';

const CALL = { operation: 'users.show', method: 'GET', path: '/v4/me', isOutcomeUnknown: false };
const RESPONSE = { ...CALL, status: 418, errors: [] };
const REFUSED = { part: 2, status: 403, reason: 'AccessDenied', isTemporary: false };
const UPLOAD = { fileId: 'new', isRemoved: true };
const VERSION = { fileId: 'new', originalId: 'old', isOutcomeUnknown: true };
const cause = new Error('The storage is down.');

/** The error for each status that has a class of its own. */
const STATUS_ERRORS = [400, 401, 403, 404, 408, 409, 422, 429, 500].map((status) =>
  apiErrorFor({ ...RESPONSE, status }),
);

const ERRORS = [
  ...STATUS_ERRORS,
  new FrameioApiError(RESPONSE),
  new ApiConnectionError(CALL, '(ECONNREFUSED)'),
  new ApiTimeoutError(CALL, 7),
  new ApiAbortedError(CALL),
  new ApiResponseError(CALL, 'answered with a redirect.'),
  new ClientRateLimitError('users.show', 7),
  new TokenExchangeError('Adobe IMS is down.', { retryAfterMs: 7 }),
  new TokenRevocationError(500),
  new StorageError(REFUSED),
  new UploadError(UPLOAD, 'Frame.io is late'),
  new VersionStackError(VERSION, { cause }),
  new DownloadError({ fileId: 'old', bytes: 7 }, cause),
  new MediaLinkError('There is no link.'),
];

it.each(ERRORS.map((error) => ({ error, className: error.constructor.name })))(
  'a $className has the name of its class, also in a bundle that renames classes',
  ({ error, className }) => {
    expect(Object.getOwnPropertyDescriptor(error, 'name')?.value).toBe(className);
  },
);

it.each([
  { error: new ApiResponseError(CALL, 'answered with a redirect.'), code: 'api_response_invalid' },
  { error: new TokenRevocationError(500), code: 'token_revocation_failed' },
  { error: new StorageError(REFUSED), code: 'storage_refused' },
  { error: new UploadError(UPLOAD, 'Frame.io is late'), code: 'upload_failed' },
  { error: new VersionStackError(VERSION, { cause }), code: 'version_not_stacked' },
  { error: new DownloadError({ fileId: 'old', bytes: 7 }, cause), code: 'download_failed' },
  { error: new MediaLinkError('There is no link.'), code: 'media_link_unavailable' },
])('a $error.name has the code $code', ({ error, code }) => {
  expect(error.code).toBe(code);
});

it('a failed download has its cause', () => {
  expect(new DownloadError({ fileId: 'old', bytes: 7 }, cause).cause).toBe(cause);
});

describe('an error status', () => {
  const errors = [{ detail: 'no' }];
  const error = new FrameioApiError({ ...RESPONSE, errors, headers: { 'x-request-id': 'request-1' } });

  it('has the properties of the official SDK', () => {
    expect(error.statusCode).toBe(418);
    expect(error.body).toEqual({ errors });
    expect(error.rawResponse.status).toBe(418);
    expect(error.rawResponse.headers.get('x-request-id')).toBe('request-1');
    expect([...new FrameioApiError(RESPONSE).rawResponse.headers]).toEqual([]);
  });

  it('shows no header in a log', () => {
    expect(inspect(error, { depth: 9 })).not.toContain('request-1');
  });
});

describe('the message of', () => {
  it.each([
    {
      name: 'a refused part',
      error: new StorageError(REFUSED),
      message: /part 2 of the upload with 403 \(AccessDenied\)\.$/,
    },
    {
      name: 'a refused download without a reason',
      error: new StorageError({ ...REFUSED, part: undefined, reason: undefined }),
      message: /the download with 403\.$/,
    },
    {
      name: 'a failed upload',
      error: new UploadError(UPLOAD, 'Frame.io is late'),
      message: /Frame\.io is late\. The file new has been deleted\.$/,
    },
    {
      name: 'a failed upload whose file remains',
      error: new UploadError({ ...UPLOAD, isRemoved: false }, 'Frame.io is late'),
      message: /The file new still exists\.$/,
    },
    {
      name: 'a version that is perhaps in the stack',
      error: new VersionStackError(VERSION, { cause }),
      message:
        /may not be a version of old: The storage is down\. Check the versions of old first\. If the file is none of them, stack it/,
    },
    {
      name: 'a version that is not in the stack',
      error: new VersionStackError({ ...VERSION, isOutcomeUnknown: false }, { cause: 'no room' }),
      message: /is no version of old: no room\. Stack it/,
    },
    { name: 'a revocation with an error status', error: new TokenRevocationError(500), message: /answered 500 to the/ },
    {
      name: 'a revocation without an answer',
      error: new TokenRevocationError(undefined),
      message: /did not answer the/,
    },
    {
      name: 'an error status with details and a remark',
      error: new FrameioApiError({
        ...RESPONSE,
        errors: [{ detail: 'no' }, { title: 'Bad', detail: 'yes' }],
        remark: 'HTML',
      }),
      message: /^GET \/v4\/me answered 418: no; Bad: yes\. HTML$/,
    },
    {
      name: 'a failed download whose cause has several sentences',
      error: new DownloadError({ fileId: 'old', bytes: 7 }, new Error('It is down. Try later.')),
      message: /^The download of the file old failed after 7 bytes: It is down\. Try later\.$/,
    },
    {
      name: 'a refused token',
      error: apiErrorFor({ ...RESPONSE, status: 401 }),
      message: /answered 401: If the token has not expired, .* a legacy developer token needs the option legacyToken$/,
    },
    { name: 'an error status', error: new FrameioApiError(RESPONSE), message: /^GET \/v4\/me answered 418$/ },
  ])('$name says what happened', ({ error, message }) => {
    expect(error.message).toMatch(message);
  });
});

it.each([
  { status: 400, isOutcomeUnknown: false },
  { status: 499, isOutcomeUnknown: false },
  { status: 500, isOutcomeUnknown: true },
  { status: 502, isOutcomeUnknown: true },
  { status: 503, isOutcomeUnknown: false },
])('after a status of $status, the outcome is unknown: $isOutcomeUnknown', ({ status, isOutcomeUnknown }) => {
  expect(apiErrorFor({ ...RESPONSE, status }).isOutcomeUnknown).toBe(isOutcomeUnknown);
});

it('a rate limit without a time asks for a second', () => {
  expect(apiErrorFor({ ...RESPONSE, status: 429 })).toMatchObject({ retryAfterMs: 1_000 });
  expect(apiErrorFor({ ...RESPONSE, status: 429, retryAfterMs: 0 })).toMatchObject({ retryAfterMs: 0 });
});
