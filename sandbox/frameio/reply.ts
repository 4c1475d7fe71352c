import { STATUS_CODES } from 'node:http';

/** What an operation answers; a body is sent as JSON. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** One entry of `errors`, as it goes over the wire. */
export interface WireError {
  readonly title?: string;
  readonly detail: string;
  readonly source?: { readonly pointer: string };
}

/** The answer to what has been deleted. */
export const NO_CONTENT: Reply = { status: 204, body: undefined };

/** Frame.io's words: 401 as seen live, the others from its OpenAPI document. */
const ERROR_OF_STATUS: Partial<Record<number, WireError>> = {
  400: { detail: 'Bad request' },
  401: { title: 'Unauthorized', detail: 'Invalid or missing authorization token' },
  403: { detail: 'Forbidden' },
  404: { detail: 'Not found' },
  409: { detail: 'Conflict' },
  422: { detail: 'Unprocessable content' },
  429: { detail: 'Too many requests' },
};

/** A refusal in Frame.io's shape; `detail` replaces the words Frame.io has for the status. */
export function problem(status: number, detail?: string): Reply {
  const error = ERROR_OF_STATUS[status] ?? { detail: STATUS_CODES[status] ?? 'Unknown error' };
  return { status, body: { errors: [detail === undefined ? error : { ...error, detail }] } };
}

/** 422, with one entry for each field at fault. */
export function unprocessable(errors: readonly WireError[]): Reply {
  return { status: 422, body: { errors } };
}

/**
 * What is wrong with one field.
 *
 * @param pointer - JSON pointer into the body, or `/` and the name of a path or query parameter.
 */
export function invalidField(pointer: string, detail: string): WireError {
  return { title: 'Invalid value', detail, source: { pointer } };
}
