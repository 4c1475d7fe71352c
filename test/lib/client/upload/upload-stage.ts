import { createHash } from 'node:crypto';
import { afterEach } from '@jest/globals';
import { FrameioClient, type FrameioClientOptions } from '../../../../lib/client/client.ts';
import type { FileUpload } from '../../../../lib/client/upload/upload.ts';
import type { Clock } from '../../../../lib/core/clock.ts';
import { type RunningApi, type RunningApiOptions, startApi } from '../../../sandbox/frameio/running-api.ts';

export const BYTES = Buffer.from('0123456789');

/** The parts of `BYTES` as the storage holds them. */
export const STORED_PARTS = [BYTES.subarray(0, 4), BYTES.subarray(4, 8), BYTES.subarray(8)].map((part) => ({
  size: part.length,
  sha256: createHash('sha256').update(part).digest('hex'),
}));

let running: RunningApi | undefined;
afterEach(() => running?.close());

/** A local Frame.io and an upload to its root folder. */
export interface UploadStage {
  readonly api: RunningApi;
  readonly client: FrameioClient;
  /** Clock that a wait advances at once. */
  readonly clock: Clock;
  readonly upload: (
    file: Partial<FileUpload>,
    options?: Parameters<FrameioClient['files']['upload']>[3],
  ) => ReturnType<FrameioClient['files']['upload']>;
}

/** Starts Frame.io with parts of four bytes, and a client that shares its clock. */
export async function startUploads(
  apiOptions: RunningApiOptions = {},
  clientOptions: (stage: Pick<UploadStage, 'api' | 'clock'>) => Partial<FrameioClientOptions> = () => ({}),
): Promise<UploadStage> {
  const api = await startApi({ maxPartBytes: 4, ...apiOptions });
  running = api;
  const clock: Clock = {
    now: () => api.clock.ms,
    wait: async (ms, signal) => {
      signal?.throwIfAborted();
      api.clock.ms += ms;
    },
  };
  const { token, account, project } = api.state;
  const client = new FrameioClient({ token, baseUrl: api.url, clock, ...clientOptions({ api, clock }) });
  return {
    api,
    client,
    clock,
    upload: (file, options) =>
      client.files.upload(account.id, project.root_folder_id, { name: 'Take 2.mov', body: BYTES, ...file }, options),
  };
}
