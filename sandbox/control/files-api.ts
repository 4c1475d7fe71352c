import type { NewFile } from '../frameio/state/files.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import { SAMPLE_FILE } from '../sample-file.ts';
import { readFields } from './control-response.ts';
import type { ControlRoute } from './control-route.ts';

/** What the calls about files need. */
export interface FilesApiOptions {
  readonly state: FrameioState;
  /** Uploads a file. The API responds with its result. */
  readonly upload: (file: NewFile) => Promise<unknown>;
}

/** The calls that list and upload files. */
export function filesApi({ state, upload }: FilesApiOptions): readonly ControlRoute[] {
  const path = '/sandbox/files';
  return [
    {
      method: 'GET',
      path,
      handle: () => {
        const files = state.files().map((file) => ({ ...file, comments: state.commentsOf(file.id) }));
        return { status: 200, body: { files } };
      },
    },
    {
      method: 'POST',
      path,
      handle: async ({ readBody }) => {
        const file = readNewFile(await readBody());
        if (typeof file === 'string') return { status: 422, body: { error: file } };
        return { status: 201, body: await upload(file) };
      },
    },
  ];
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
