import { type ServerResponse, STATUS_CODES } from 'node:http';

/** An error response of the storage. */
export interface StorageError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const CODE_OF_STATUS: Partial<Record<number, string>> = { 403: 'AccessDenied', 416: 'InvalidRange', 503: 'SlowDown' };

/** Returns the error of a status, with S3's code for it. */
export function errorOfStatus(status: number): StorageError {
  return { status, code: CODE_OF_STATUS[status] ?? 'InternalError', message: STATUS_CODES[status] ?? 'Unknown error' };
}

/** Sends an error in S3's format. */
export function sendStorageError(response: ServerResponse, { status, code, message }: StorageError): void {
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
