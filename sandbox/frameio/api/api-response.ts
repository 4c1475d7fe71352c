import { STATUS_CODES } from 'node:http';

/** Response of an operation. The body is sent as JSON. */
export interface ApiResponse {
  readonly status: number;
  readonly body: unknown;
}

/** One entry of `errors` in an error response. */
export interface ErrorEntry {
  readonly title?: string;
  readonly detail: string;
  readonly source?: { readonly pointer: string };
}

/** Creates the response with one resource. Name its type: `dataResponse<Frameio.Folder>(folder)`. */
export function dataResponse<Data>(data: Data, status = 200): ApiResponse {
  return { status, body: { data } };
}

/** Response to a deletion. */
export const NO_CONTENT: ApiResponse = { status: 204, body: undefined };

/** Frame.io's error messages: 401 as observed, the others from its OpenAPI document. */
const ERROR_OF_STATUS: Partial<Record<number, ErrorEntry>> = {
  400: { detail: 'Bad request' },
  401: { title: 'Unauthorized', detail: 'Invalid or missing authorization token' },
  403: { detail: 'Forbidden' },
  404: { detail: 'Not found' },
  409: { detail: 'Conflict' },
  422: { detail: 'Unprocessable content' },
  429: { detail: 'Too many requests' },
};

/** Creates an error response in Frame.io's format. `detail` replaces the default message of the status. */
export function errorResponse(status: number, detail?: string): ApiResponse {
  const error = ERROR_OF_STATUS[status] ?? { detail: STATUS_CODES[status] ?? 'Unknown error' };
  return { status, body: { errors: [detail === undefined ? error : { ...error, detail }] } };
}

/** Creates a 422 response with one entry for each invalid field. */
export function unprocessable(errors: readonly ErrorEntry[]): ApiResponse {
  return { status: 422, body: { errors } };
}

/**
 * Creates the error entry of one invalid field.
 *
 * @param pointer - JSON pointer into the body, or `/` and the name of a path or query parameter.
 */
export function invalidField(pointer: string, detail: string): ErrorEntry {
  return { title: 'Invalid value', detail, source: { pointer } };
}
