import { setMaxListeners } from 'node:events';
import type { Clock } from '../../core/clock.ts';
import { ConfigError } from '../../core/errors.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { type FailedUpload, UploadError } from '../errors/upload-errors.ts';
import type { FileUploadStatus, FileWithIncludes, FileWithUploadUrls } from '../resources/assets.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import { sendParts, type UploadProgress } from './send-parts.ts';
import type { Storage } from './storage.ts';
import { openSource, type UploadBody, type UploadSource } from './upload-source.ts';
import { waitUnlessAborted } from './wait-unless-aborted.ts';

/** A file to upload. */
export interface FileUpload {
  /** Name of 1 to 255 characters. Frame.io derives the media type from its extension. */
  readonly name: string;
  /** Bytes, a stream of them, or the path of a file on disk. A string is a path. */
  readonly body: UploadBody;
  /**
   * Size in bytes. Required for a stream.
   * @default the size of the body
   */
  readonly size?: number | undefined;
  /**
   * Number of parts sent in parallel. Each takes about 20 MB of memory while the client sends it.
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /**
   * Function that the client calls after each part. If it throws, the process emits a warning and the upload continues.
   * @default none
   */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
  /**
   * Whether to wait until Frame.io has transcoded the file, which takes from seconds to hours. Prefer a
   * handler of `file.ready`.
   * @default false
   */
  readonly waitForReady?: boolean | undefined;
  /**
   * Timeout in milliseconds for Frame.io to confirm the file after its last part, and again for transcoding it.
   * @default 600000
   */
  readonly waitTimeoutMs?: number | undefined;
}

/** The Frame.io calls of an upload. */
export interface UploadCalls {
  create(fileSize: number): Promise<FileWithUploadUrls>;
  status(fileId: string): Promise<FileUploadStatus>;
  show(fileId: string): Promise<FileWithIncludes>;
  delete(fileId: string): Promise<unknown>;
}

/** What to upload, and how. */
export interface UploadOptions {
  readonly calls: UploadCalls;
  readonly upload: Omit<FileUpload, 'name'>;
  readonly options: RequestOptions;
  readonly storage: Storage;
  readonly clock: Clock;
}

/** Content type of parts while the file has no media type. Frame.io's SDK sends the same. */
const UNKNOWN_MEDIA_TYPE = 'application/octet-stream';

const PART_TIMEOUT_MS = 300_000;
const PART_RETRIES = 3;
const FIRST_POLL_MS = 500;
const LONGEST_POLL_MS = 10_000;

/** One upload: it creates a file, sends its parts, and waits for Frame.io to confirm it. */
export class Upload {
  readonly #calls: UploadCalls;
  readonly #upload: Omit<FileUpload, 'name'>;
  readonly #options: RequestOptions;
  readonly #storage: Storage;
  readonly #clock: Clock;

  constructor({ calls, upload, options, storage, clock }: UploadOptions) {
    this.#calls = calls;
    this.#upload = upload;
    this.#options = options;
    this.#storage = storage;
    this.#clock = clock;
  }

  /** Runs the upload and returns the file that Frame.io has confirmed, or transcoded with `waitForReady`. */
  async run(): Promise<FileWithIncludes> {
    const { body, size, concurrency = 4, waitForReady = false } = this.#upload;
    const source = await openSource(body, size);
    try {
      if (!(concurrency >= 1)) {
        throw new ConfigError('concurrency is the number of parts sent in parallel: set it to 1 or more.');
      }
      const file = await this.#calls.create(source.size);
      await this.#sendOrDelete(file, source, concurrency);
      return await this.#waitForFile(file.id, waitForReady);
    } finally {
      await source.close();
    }
  }

  /** Sends the parts. If that fails, deletes the file, so that no incomplete file stays in the folder. */
  async #sendOrDelete(file: FileWithUploadUrls, source: UploadSource, concurrency: number): Promise<void> {
    const { timeoutMs = PART_TIMEOUT_MS, maxRetries = PART_RETRIES, abortSignal } = this.#options;
    const remaining = new AbortController();
    const signal = abortSignal ? AbortSignal.any([abortSignal, remaining.signal]) : remaining.signal;
    setMaxListeners(Number.POSITIVE_INFINITY, signal); // every part in flight listens to it
    const mediaType = file.media_type ?? UNKNOWN_MEDIA_TYPE;
    const options = { mediaType, timeoutMs, maxRetries, abortSignal: signal };
    const { onProgress } = this.#upload;
    const abort = (reason: unknown) => remaining.abort(reason);
    try {
      await sendParts({ file, source, storage: this.#storage, options, concurrency, onProgress, abort });
    } catch (cause) {
      const isRemoved = await this.#calls.delete(file.id).then(
        () => true,
        () => false,
      );
      throw uploadErrorOf({ fileId: file.id, isRemoved }, cause);
    }
  }

  /** Waits for the complete file. From here on, a failure does not delete the file. */
  async #waitForFile(fileId: string, waitForReady: boolean): Promise<FileWithIncludes> {
    try {
      await this.#poll(fileId, 'confirmed', async () => await this.#isComplete(fileId));
      if (!waitForReady) return await this.#calls.show(fileId);
      return await this.#poll(fileId, 'transcoded', async () => {
        const file = await this.#calls.show(fileId);
        return file.status === 'transcoded' && file;
      });
    } catch (cause) {
      throw cause instanceof UploadError ? cause : uploadErrorOf({ fileId, isRemoved: false }, cause);
    }
  }

  async #isComplete(fileId: string): Promise<boolean> {
    const { upload_complete, upload_failed } = await this.#calls.status(fileId);
    if (upload_failed) throw new UploadError({ fileId, isRemoved: false }, 'Frame.io reported it as failed');
    return upload_complete;
  }

  /** Calls `check` at growing intervals until it returns something other than `false`. */
  async #poll<Result>(fileId: string, state: string, check: () => Promise<Result | false>): Promise<Result> {
    const { waitTimeoutMs = 600_000 } = this.#upload;
    const deadline = this.#clock.now() + waitTimeoutMs;
    for (let delayMs = FIRST_POLL_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_POLL_MS)) {
      const result = await check();
      if (result) return result;
      if (this.#clock.now() + delayMs > deadline) {
        throw new UploadError(
          { fileId, isRemoved: false },
          `Frame.io has not ${state} the file within ${waitTimeoutMs} ms`,
        );
      }
      await waitUnlessAborted(this.#clock, delayMs, this.#options.abortSignal);
    }
  }
}

function uploadErrorOf(failed: FailedUpload, cause: unknown): UploadError {
  return new UploadError(failed, reasonOf(cause), { cause });
}
