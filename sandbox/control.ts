import type { NewFile, World } from './frameio/world.ts';
import type { Listener } from './listen.ts';
import { readBody } from './read-body.ts';
import { SAMPLE_FILE } from './sample-file.ts';

/** What the sandbox can be told to do and asked for, beside what Frame.io's API offers. */
export interface ControlOptions {
  readonly world: World;
  /** Its result is answered as it is. */
  readonly upload: (file: NewFile) => Promise<unknown>;
}

/** `GET /sandbox/files` shows the files and their comments; `POST /sandbox/files` uploads one. */
export function controlListener({ world, upload }: ControlOptions): Listener {
  return async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body, null, 2)}\n`);
    };
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== '/sandbox/files') {
      answer(404, { error: 'Here is Frame.io’s API under /v4, and the sandbox’s own: GET and POST /sandbox/files.' });
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
  if (!body) return expected;
  let fields: unknown;
  try {
    fields = JSON.parse(body.toString('utf8') || '{}');
  } catch {
    return expected;
  }
  const { name = SAMPLE_FILE.name, file_size: fileSize = SAMPLE_FILE.fileSize } = Object(fields);
  const isValid = typeof name === 'string' && name !== '' && Number.isSafeInteger(fileSize) && fileSize >= 0;
  return isValid ? { name, fileSize } : expected;
}
