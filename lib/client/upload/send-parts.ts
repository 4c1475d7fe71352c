import type { FileWithUploadUrls } from '../resources/assets.ts';
import { callHook } from '../transport/hooks.ts';
import type { Storage, StorageOptions } from './storage.ts';
import type { UploadSource } from './upload-source.ts';

/** Progress of an upload. */
export interface UploadProgress {
  readonly uploadedBytes: number;
  readonly totalBytes: number;
  readonly uploadedParts: number;
  readonly totalParts: number;
}

/** The parts to send, and how to send them. */
export interface SendPartsOptions {
  readonly file: FileWithUploadUrls;
  readonly source: UploadSource;
  readonly storage: Storage;
  readonly options: StorageOptions;
  /** Number of parts sent in parallel. */
  readonly concurrency: number;
  readonly onProgress: ((progress: UploadProgress) => void) | undefined;
  /** Aborts the remaining parts after one has failed. */
  readonly abort: (reason: unknown) => void;
}

/**
 * Sends every part of a file, several in parallel. If a part fails, it aborts the others, waits for them to end, and
 * rejects with the error of the failed part.
 */
export async function sendParts(sending: SendPartsOptions): Promise<void> {
  const { file, source, storage, options, concurrency, onProgress, abort } = sending;
  const urls = file.upload_urls ?? [];
  const urlBytes = urls.reduce((sum, { size }) => sum + size, 0);
  if (urlBytes !== source.size) {
    throw new Error(`Frame.io returned upload URLs for ${urlBytes} bytes, but the file has ${source.size}.`);
  }
  const parts = source.parts(urls, options);
  const total = { totalBytes: source.size, totalParts: urls.length };
  let uploadedBytes = 0;
  let uploadedParts = 0;

  /** Sends the next part. A separate function, so that no sent part stays in memory during the wait for the next one. */
  async function sendNext(): Promise<boolean> {
    const { done, value: part } = await parts.next();
    if (done) return false;
    await storage.put(part, options);
    uploadedBytes += part.uploadUrl.size;
    uploadedParts += 1;
    callHook(onProgress, { uploadedBytes, uploadedParts, ...total });
    return true;
  }

  async function sendUntilEnd(): Promise<void> {
    while (await sendNext());
  }

  const senders = Array.from({ length: Math.min(concurrency, urls.length) }, sendUntilEnd);
  await Promise.all(senders).catch(async (error: unknown) => {
    abort(error);
    await Promise.allSettled(senders);
    throw error;
  });
}
