import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach } from '@jest/globals';
import { FrameioClient, type FrameioClientOptions } from '../../../../lib/client/client.ts';
import type { DownloadedFile, FileDownload } from '../../../../lib/client/download/download.ts';
import type { RequestOptions } from '../../../../lib/client/transport/api-request.ts';
import { mediaContent } from '../../../../sandbox/frameio/storage/media-content.ts';
import type { MediaFault } from '../../../../sandbox/frameio/storage/media-fault.ts';
import { type RunningApi, type RunningApiOptions, startApi } from '../../../sandbox/frameio/running-api.ts';
import { type TestClock, testClock } from '../../../support/test-clock.ts';

let running: RunningApi | undefined;
afterEach(() => running?.close());

/** Large enough for several chunks. */
export const FILE_BYTES = 300_000;

/** A local Frame.io with one file, and a download of it. */
export interface DownloadStage {
  readonly api: RunningApi;
  readonly client: FrameioClient;
  readonly clock: TestClock;
  readonly fileId: string;
  /** The bytes that a complete download has. */
  readonly original: Buffer;
  /** An empty folder. */
  readonly folder: string;
  /** Path in `folder` that downloads go to by default. */
  readonly path: string;
  /** The header `Range` of each request to the storage. */
  readonly ranges: (string | undefined)[];
  readonly download: (download?: Partial<FileDownload>, options?: RequestOptions) => Promise<DownloadedFile>;
  /** Names of the files in `folder`. */
  readonly names: () => readonly string[];
  /** Content of the file at `path`. */
  readonly written: () => Buffer;
}

/** Starts Frame.io, whose storage has these faults, one for each request. The last one stays. */
export async function startDownloads(
  faults: readonly (MediaFault | undefined)[] = [],
  apiOptions: RunningApiOptions = {},
  clientOptions: Partial<FrameioClientOptions> = {},
): Promise<DownloadStage> {
  const ranges: (string | undefined)[] = [];
  const api = await startApi({
    mediaFault: ({ range }) => {
      ranges.push(range);
      return faults[Math.min(ranges.length, faults.length) - 1];
    },
    ...apiOptions,
  });
  running = api;
  const { id: fileId } = api.state.addFile({ name: 'Take 2.mov', fileSize: FILE_BYTES });
  const clock = testClock();
  const client = new FrameioClient({ token: api.state.token, baseUrl: api.url, clock, ...clientOptions });
  const folder = mkdtempSync(join(tmpdir(), 'download-'));
  const path = join(folder, 'take-2.mov');
  return {
    api,
    client,
    clock,
    fileId,
    original: contentOf(api, fileId),
    folder,
    path,
    ranges,
    download: (download = {}, options) =>
      client.files.download(api.state.account.id, fileId, { to: path, ...download }, options),
    names: () => readdirSync(folder),
    written: () => readFileSync(path),
  };
}

function contentOf({ state }: RunningApi, fileId: string): Buffer {
  const content = mediaContent(state, fileId, 'original');
  const blocks: Uint8Array[] = [];
  for (let position = 0; content && position < content.size; position += blocks.at(-1)?.length ?? 0) {
    blocks.push(content.read(position));
  }
  return Buffer.concat(blocks);
}

/** A web stream that collects the chunks that it receives. */
export function collectingStream(): { readonly stream: WritableStream<Uint8Array>; readonly bytes: Promise<Buffer> } {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  return { stream: writable, bytes: buffer(readable) };
}
