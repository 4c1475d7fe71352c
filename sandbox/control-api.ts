import { parseRecord } from '../lib/core/type-guards.ts';
import type { FrameioState, NewFile } from './frameio/state/frameio-state.ts';
import type { Listener } from './http/listen.ts';
import { readBody } from './http/read-body.ts';
import { SAMPLE_FILE } from './sample-file.ts';
import { toPrintableJson } from './terminal/escape-controls.ts';

/** What the control API shows and controls. */
export interface ControlApiOptions {
  readonly state: FrameioState;
  /** Uploads a file. The API responds with its result. */
  readonly upload: (file: NewFile) => Promise<unknown>;
  /** Advances the clock. Resolves when everything that became due has been processed. */
  readonly advance: (ms: number) => Promise<void>;
}

/** One request advances the clock by a day at most, to limit the effect of a typing mistake. */
const MAX_ADVANCE_SECONDS = 86_400;

const MAX_BODY_BYTES = 10_000;

/**
 * Serves the sandbox's own API, beside Frame.io's: `GET /sandbox/files` lists the files and their comments, `POST
 * /sandbox/files` uploads a file, `POST /sandbox/clock` advances the clock.
 */
export function controlApiListener({ state, upload, advance }: ControlApiOptions): Listener {
  return async (request, response) => {
    const respond = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${toPrintableJson(body)}\n`);
    };
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/sandbox/clock' && request.method === 'POST') {
      const seconds = readSeconds(await readBody(request, MAX_BODY_BYTES));
      if (typeof seconds === 'string') return respond(422, { error: seconds });
      await advance(seconds * 1_000);
      respond(200, { advanced_seconds: seconds });
    } else if (pathname !== '/sandbox/files') {
      const ownApi = 'GET /sandbox/files, POST /sandbox/files and POST /sandbox/clock';
      respond(404, { error: `This server has Frame.io’s API under /v4, and the sandbox’s own API: ${ownApi}.` });
    } else if (request.method === 'GET') {
      respond(200, { files: state.files().map((file) => ({ ...file, comments: state.commentsOf(file.id) })) });
    } else if (request.method === 'POST') {
      const file = readNewFile(await readBody(request, MAX_BODY_BYTES));
      if (typeof file === 'string') respond(422, { error: file });
      else respond(201, await upload(file));
    } else {
      respond(405, { error: 'Use GET to list the files, or POST to upload one.' });
    }
  };
}

/** @returns The file, or an error message. */
function readNewFile(body: Buffer | undefined): NewFile | string {
  const error = 'Send {"name": "<file name>", "file_size": <bytes>}. Both are optional, and so is the body.';
  const fields = readFields(body);
  if (!fields) return error;
  const { name = SAMPLE_FILE.name, file_size: fileSize = SAMPLE_FILE.fileSize } = fields;
  if (typeof name !== 'string' || name === '' || typeof fileSize !== 'number') return error;
  return Number.isSafeInteger(fileSize) && fileSize >= 0 ? { name, fileSize } : error;
}

/** @returns The seconds, or an error message. */
function readSeconds(body: Buffer | undefined): number | string {
  const seconds = readFields(body)?.seconds;
  const isValid = typeof seconds === 'number' && seconds >= 0 && seconds <= MAX_ADVANCE_SECONDS;
  return isValid ? seconds : `Send {"seconds": <0 to ${MAX_ADVANCE_SECONDS}>}.`;
}

/** @returns `undefined` for a body that is too long or not a JSON object. An empty body has no fields. */
function readFields(body: Buffer | undefined): Readonly<Record<string, unknown>> | undefined {
  return body && parseRecord(body.toString('utf8') || '{}');
}
