import type { NewFile, World } from './frameio/world.ts';
import type { Listener } from './listen.ts';
import { readBody } from './read-body.ts';
import { SAMPLE_FILE } from './sample-file.ts';

/** What the sandbox can be told to do and asked for, beside what Frame.io's API offers. */
export interface ControlOptions {
  readonly world: World;
  /** Its result is answered as it is. */
  readonly upload: (file: NewFile) => Promise<unknown>;
  /** Sets the clock forward; resolves when what has come due by that is done. */
  readonly pass: (ms: number) => Promise<void>;
}

/** The sandbox's clock can be set forward by a day at most at once: nobody waits longer by mistake. */
const LONGEST_PASS_SECONDS = 86_400;

/**
 * `GET /sandbox/files` shows the files and their comments; `POST /sandbox/files` uploads one; `POST /sandbox/clock` lets time
 * pass.
 */
export function controlListener({ world, upload, pass }: ControlOptions): Listener {
  return async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body, null, 2)}\n`);
    };
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/sandbox/clock' && request.method === 'POST') {
      const seconds = readSeconds(await readBody(request, 10_000));
      if (typeof seconds === 'string') return answer(422, { error: seconds });
      await pass(seconds * 1_000);
      answer(200, { passed_seconds: seconds });
    } else if (pathname !== '/sandbox/files') {
      const own = 'GET and POST /sandbox/files, POST /sandbox/clock';
      answer(404, { error: `Here is Frame.io’s API under /v4, and the sandbox’s own: ${own}.` });
    } else if (request.method === 'GET') {
      answer(200, { files: world.files().map((file) => ({ ...file, comments: world.commentsOf(file.id) })) });
    } else if (request.method === 'POST') {
      const file = readNewFile(await readBody(request, 10_000));
      if (typeof file === 'string') answer(422, { error: file });
      else answer(201, await upload(file));
    } else {
      answer(405, { error: 'GET shows the files, POST uploads one.' });
    }
  };
}

/** @returns What is wrong, when something is. */
function readNewFile(body: Buffer | undefined): NewFile | string {
  const expected = 'Send {"name": "<file name>", "file_size": <bytes>}, each optional, or nothing at all.';
  const fields = fieldsOf(body);
  if (!fields) return expected;
  const { name = SAMPLE_FILE.name, file_size: fileSize = SAMPLE_FILE.fileSize } = fields;
  if (typeof name !== 'string' || name === '' || typeof fileSize !== 'number') return expected;
  return Number.isSafeInteger(fileSize) && fileSize >= 0 ? { name, fileSize } : expected;
}

/** @returns What is wrong, when something is. */
function readSeconds(body: Buffer | undefined): number | string {
  const seconds = fieldsOf(body)?.seconds;
  const isValid = typeof seconds === 'number' && seconds >= 0 && seconds <= LONGEST_PASS_SECONDS;
  return isValid ? seconds : `Send {"seconds": <0 to ${LONGEST_PASS_SECONDS}>}.`;
}

/** @returns `undefined` for what is no object in JSON. */
function fieldsOf(body: Buffer | undefined): Readonly<Record<string, unknown>> | undefined {
  if (!body) return undefined;
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8') || '{}');
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}
