import { tell } from '../hooks.ts';
import type { FileWithUploadUrls } from '../resources/assets.ts';
import type { Storage, StorageOptions } from './storage.ts';
import type { UploadSource } from './upload-source.ts';

/** How far an upload is. */
export interface UploadProgress {
  readonly uploadedBytes: number;
  readonly totalBytes: number;
  readonly uploadedParts: number;
  readonly totalParts: number;
}

/** Parts on their way. */
export interface Sending {
  readonly file: FileWithUploadUrls;
  readonly source: UploadSource;
  readonly storage: Storage;
  readonly options: StorageOptions;
  /** Parts sent side by side. */
  readonly concurrency: number;
  readonly onProgress: ((progress: UploadProgress) => void) | undefined;
  /** Ends the rest when one part has failed. */
  readonly abortRest: (reason: unknown) => void;
}

/** Sends every part, several side by side. Rejects when all have ended and one has failed. */
export async function sendParts(sending: Sending): Promise<void> {
  const { file, source, storage, options, concurrency, onProgress, abortRest } = sending;
  const addresses = file.upload_urls ?? [];
  const givenBytes = addresses.reduce((sum, { size }) => sum + size, 0);
  if (givenBytes !== source.size) throw new Error(`Frame.io gave addresses for ${givenBytes} of ${source.size} bytes`);
  const parts = source.parts(addresses, options);
  let uploadedBytes = 0;
  let uploadedParts = 0;
  const total = { totalBytes: source.size, totalParts: addresses.length };

  /** A function of its own, so that no part that has been sent is kept while the next is waited for. */
  async function sendNext(): Promise<boolean> {
    const { done, value: part } = await parts.next();
    if (done) return false;
    await storage.put(part, options);
    uploadedBytes += part.address.size;
    uploadedParts += 1;
    tell(onProgress, { uploadedBytes, uploadedParts, ...total });
    return true;
  }

  async function sendAll(): Promise<void> {
    while (await sendNext());
  }

  const senders = Array.from({ length: Math.min(concurrency, addresses.length) }, sendAll);
  await Promise.all(senders).catch(async (error: unknown) => {
    abortRest(error);
    await Promise.allSettled(senders);
    throw error;
  });
}
