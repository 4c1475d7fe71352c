import { setMaxListeners } from 'node:events';
import type { Clock } from '../../core/clock.ts';
import { ConfigError } from '../../core/errors.ts';
import type { RequestOptions } from '../api-request.ts';
import type { FileUploadStatus, FileWithIncludes, FileWithUploadUrls } from '../resources/assets.ts';
import { sendParts, type UploadProgress } from './send-parts.ts';
import type { Storage } from './storage.ts';
import { type FailedUpload, UploadError } from './upload-errors.ts';
import { openSource, type UploadBody, type UploadSource } from './upload-source.ts';
import { waitOrAbort } from './wait-or-abort.ts';

/** A file to upload. */
export interface FileUpload {
  /** 1 to 255 characters; its extension tells Frame.io the media type. */
  readonly name: string;
  /** The bytes, a stream of them, or the path of a file on disk. A text is a path. */
  readonly body: UploadBody;
  /** In bytes; needed with a stream. */
  readonly size?: number | undefined;
  /**
   * Parts sent side by side. So many are in memory, of some 20 MB each.
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /** Told when a part has arrived. What it throws becomes a warning of the process. */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
  /**
   * Waits until Frame.io has transcoded the file, not only until it has it. That takes from seconds to hours: a handler
   * of `file.ready` is the better way.
   * @default false
   */
  readonly waitForReady?: boolean | undefined;
  /**
   * How long Frame.io may take, once all parts have been sent, to have the file, and as long again to transcode it.
   * @default 600000 (ms)
   */
  readonly waitTimeoutMs?: number | undefined;
}

/** The calls of Frame.io an upload is made of. */
export interface UploadCalls {
  create(data: { readonly name: string; readonly file_size: number }): Promise<FileWithUploadUrls>;
  status(fileId: string): Promise<FileUploadStatus>;
  show(fileId: string): Promise<FileWithIncludes>;
  delete(fileId: string): Promise<unknown>;
}

/** What is uploaded, and with what. */
export interface UploadOptions {
  readonly calls: UploadCalls;
  readonly wanted: FileUpload;
  readonly options: RequestOptions;
  readonly storage: Storage;
  readonly clock: Clock;
}

/** What Frame.io's own SDK sends parts as while the file has no media type. */
const UNKNOWN_MEDIA_TYPE = 'application/octet-stream';

const PART_TIMEOUT_MS = 300_000;
const PART_RETRIES = 3;
const FIRST_POLL_MS = 500;
const LONGEST_POLL_MS = 10_000;

/** One upload: a file is created, its parts are sent, and Frame.io is waited for. */
export class Upload {
  readonly #calls: UploadCalls;
  readonly #wanted: FileUpload;
  readonly #options: RequestOptions;
  readonly #storage: Storage;
  readonly #clock: Clock;

  constructor({ calls, wanted, options, storage, clock }: UploadOptions) {
    this.#calls = calls;
    this.#wanted = wanted;
    this.#options = options;
    this.#storage = storage;
    this.#clock = clock;
  }

  /** @returns The file, once Frame.io has it, or once it is transcoded if that is waited for. */
  async run(): Promise<FileWithIncludes> {
    const { name, body, size, concurrency = 4, waitForReady = false } = this.#wanted;
    const source = await openSource(body, size);
    try {
      if (!(concurrency >= 1)) {
        throw new ConfigError('concurrency is the number of parts sent side by side: 1 or more.');
      }
      const file = await this.#calls.create({ name, file_size: source.size });
      await this.#sendOrRemove(file, source, concurrency);
      return await this.#confirmed(file.id, waitForReady);
    } finally {
      await source.close();
    }
  }

  /** What is left of half an upload would stay in its folder for ever. */
  async #sendOrRemove(file: FileWithUploadUrls, source: UploadSource, concurrency: number): Promise<void> {
    const { timeoutMs = PART_TIMEOUT_MS, maxRetries = PART_RETRIES, abortSignal } = this.#options;
    const rest = new AbortController();
    const signal = abortSignal ? AbortSignal.any([abortSignal, rest.signal]) : rest.signal;
    setMaxListeners(Number.POSITIVE_INFINITY, signal); // one for each part on its way: no leak
    const mediaType = file.media_type ?? UNKNOWN_MEDIA_TYPE;
    const options = { mediaType, timeoutMs, maxRetries, abortSignal: signal };
    const { onProgress } = this.#wanted;
    const abortRest = (reason: unknown) => rest.abort(reason);
    try {
      await sendParts({ file, source, storage: this.#storage, options, concurrency, onProgress, abortRest });
    } catch (cause) {
      const removal = this.#calls.delete(file.id);
      const isRemoved = await removal.then(
        () => true,
        () => false,
      );
      throw uploadError({ fileId: file.id, isRemoved }, cause);
    }
  }

  /** The file is all there: whatever goes wrong from now on, it stays. */
  async #confirmed(fileId: string, waitForReady: boolean): Promise<FileWithIncludes> {
    try {
      await this.#until(fileId, 'confirmed', async () => await this.#isComplete(fileId));
      if (!waitForReady) return await this.#calls.show(fileId);
      return await this.#until(fileId, 'transcoded', async () => {
        const shown = await this.#calls.show(fileId);
        return shown.status === 'transcoded' && shown;
      });
    } catch (cause) {
      throw cause instanceof UploadError ? cause : uploadError({ fileId, isRemoved: false }, cause);
    }
  }

  async #isComplete(fileId: string): Promise<boolean> {
    const { upload_complete, upload_failed } = await this.#calls.status(fileId);
    if (upload_failed) throw new UploadError({ fileId, isRemoved: false }, 'Frame.io says so.');
    return upload_complete;
  }

  /** Asks again and again, ever more rarely, until the answer is something. */
  async #until<Answer>(fileId: string, what: string, ask: () => Promise<Answer | false>): Promise<Answer> {
    const { waitTimeoutMs = 600_000 } = this.#wanted;
    const deadline = this.#clock.now() + waitTimeoutMs;
    for (let delayMs = FIRST_POLL_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_POLL_MS)) {
      const answer = await ask();
      if (answer) return answer;
      if (this.#clock.now() + delayMs > deadline) {
        throw new UploadError(
          { fileId, isRemoved: false },
          `Frame.io has not ${what} the file in ${waitTimeoutMs} ms.`,
        );
      }
      await waitOrAbort(this.#clock, delayMs, this.#options.abortSignal);
    }
  }
}

function uploadError(failed: FailedUpload, cause: unknown): UploadError {
  return new UploadError(failed, cause instanceof Error ? cause.message : String(cause), { cause });
}
