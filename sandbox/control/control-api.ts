import type { NewFile } from '../frameio/state/files.ts';
import type { Listener } from '../http/listen.ts';
import { readBody } from '../http/read-body.ts';
import { SAMPLE_FILE } from '../sample-file.ts';
import { toPrintableJson } from '../terminal/escape-controls.ts';
import { type ActionsApiOptions, type ControlCall, handleActionsCall } from './actions-api.ts';
import { type ControlResponse, readFields } from './control-response.ts';

/** What the control API shows and controls. */
export interface ControlApiOptions extends ActionsApiOptions {
  /** Uploads a file. The API responds with its result. */
  readonly upload: (file: NewFile) => Promise<unknown>;
  /** Advances the clock. Resolves when everything that became due has been processed. */
  readonly advance: (ms: number) => Promise<void>;
}

/** One request advances the clock by a day at most, to limit the effect of a typing mistake. */
const MAX_ADVANCE_SECONDS = 86_400;

/** A submission may have long texts. */
const MAX_BODY_BYTES = 1_000_000;

const OWN_API = [
  'GET /sandbox/files',
  'POST /sandbox/files',
  'POST /sandbox/clock',
  'GET /sandbox/actions',
  'POST /sandbox/actions/<key>/click',
  'POST /sandbox/interactions/<id>/submit',
].join(', ');

/**
 * Serves the sandbox's own API, beside Frame.io's: `/sandbox/files` lists and uploads files, `/sandbox/clock` advances the
 * clock, `/sandbox/actions` and `/sandbox/interactions` run custom actions as a user does.
 */
export function controlApiListener(options: ControlApiOptions): Listener {
  return async (request, response) => {
    const { method, url = '/' } = request;
    const path = new URL(url, 'http://localhost').pathname;
    const call = { method, path, readBody: () => readBody(request, MAX_BODY_BYTES) };
    const { status, body } = (await handleActionsCall(call, options)) ?? (await handleCall(call, options));
    response.writeHead(status, { 'content-type': 'application/json' }).end(`${toPrintableJson(body)}\n`);
  };
}

async function handleCall(
  { method, path, readBody: read }: ControlCall,
  { state, upload, advance }: ControlApiOptions,
): Promise<ControlResponse> {
  if (path === '/sandbox/clock' && method === 'POST') {
    const seconds = readSeconds(await read());
    if (typeof seconds === 'string') return { status: 422, body: { error: seconds } };
    await advance(seconds * 1_000);
    return { status: 200, body: { advanced_seconds: seconds } };
  }
  if (path !== '/sandbox/files') {
    const error = `This server has Frame.io’s API under /v4, and the sandbox’s own API: ${OWN_API}.`;
    return { status: 404, body: { error } };
  }
  if (method === 'GET') {
    const files = state.files().map((file) => ({ ...file, comments: state.commentsOf(file.id) }));
    return { status: 200, body: { files } };
  }
  if (method !== 'POST') {
    return { status: 405, body: { error: 'Use GET to list the files, or POST to upload one.' } };
  }
  const file = readNewFile(await read());
  return typeof file === 'string' ? { status: 422, body: { error: file } } : { status: 201, body: await upload(file) };
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
