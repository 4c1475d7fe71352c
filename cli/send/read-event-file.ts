import { existsSync, readFileSync } from 'node:fs';
import { parseRecord } from '../../lib/core/type-guards.ts';
import { UsageError } from '../usage-error.ts';

/** The request in an event file. */
export interface EventFile {
  /** Event, or key of the action. */
  readonly type: string;
  /** Text of the body. */
  readonly text: string;
}

/**
 * Reads an event file: an event of API Gateway, or only the body of the request.
 *
 * @returns `undefined` if the name is not one of a file.
 * @throws UsageError if the file is malformed.
 */
export function readEventFile(path: string): EventFile | undefined {
  if (!path.endsWith('.json') && !existsSync(path)) return undefined;
  if (!existsSync(path)) throw new UsageError(`There is no file ${path}. See the folder events/ for examples.`);
  const event = parseRecord(readFileSync(path, 'utf8'));
  const text = typeof event?.body === 'string' ? bodyOf(event.body, event.isBase64Encoded) : JSON.stringify(event);
  const type = parseRecord(text ?? '')?.type;
  if (text === undefined || typeof type !== 'string') {
    throw new UsageError(
      `Expected an event of API Gateway or the body of a request in ${path}, found neither. Compare it with events/file-ready.json.`,
    );
  }
  return { type, text };
}

function bodyOf(body: string, isBase64Encoded: unknown): string {
  return isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body;
}
