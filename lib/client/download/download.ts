import { backoffMs } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
import { DownloadError, MediaLinkError } from '../errors/download-errors.ts';
import { ApiAbortedError } from '../errors/no-response-errors.ts';
import { StorageError } from '../errors/upload-errors.ts';
import type { FileWithIncludes, MediaLinksCollection } from '../resources/assets.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import { callHook } from '../transport/hooks.ts';
import { withTimeLimit } from '../transport/time-limit.ts';
import type { ReadOptions } from '../upload/byte-reader.ts';
import { waitUnlessAborted } from '../upload/wait-unless-aborted.ts';
import { type MediaRange, openRange } from './media-range.ts';
import { type DownloadTarget, type OpenTarget, openTarget } from './target.ts';

/** A media link of a file: the original, or a rendition. A playlist for streaming is not a download. */
export type Rendition = Exclude<keyof MediaLinksCollection, 'hls_manifest'>;

/** Progress of a download. */
export interface DownloadProgress {
  /** Bytes written so far. */
  readonly bytes: number;
  /** Size of the file. `undefined` if the storage does not state the size of a rendition. */
  readonly totalBytes: number | undefined;
}

/** What to download, and where to. */
export interface FileDownload {
  /** Path or URL of a file on disk, or a stream. A string is a path. The download ends a stream. */
  readonly to: DownloadTarget;
  /**
   * Which media to download.
   * @default original
   */
  readonly rendition?: Rendition | undefined;
  /**
   * Function that the client calls after each chunk. If it throws, the process emits a warning and the download continues.
   * @default none
   */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** A finished download. */
export interface DownloadedFile {
  /** The file as Frame.io describes it, with the media link. */
  readonly data: FileWithIncludes;
  readonly rendition: Rendition;
  /** Bytes written. */
  readonly bytes: number;
  /** Path of the file on disk. `undefined` for a stream. */
  readonly path: string | undefined;
}

/** What to download, and how. */
export interface DownloadOptions {
  readonly fileId: string;
  readonly download: FileDownload;
  readonly options: RequestOptions;
  /** Base URL of the API. */
  readonly baseUrl: URL | undefined;
  readonly clock: Clock;
  readonly abortSignal: AbortSignal;
  /** Returns the file with new links. */
  readonly show: (include: `media_links.${Rendition}`) => Promise<FileWithIncludes>;
}

/** A media link, with the file that it belongs to. */
interface MediaLink {
  readonly file: FileWithIncludes;
  readonly url: URL;
}

const STALL_TIMEOUT_MS = 60_000;
const RETRIES = 3;

/** After an attempt that received as much, the next failure counts as the first one. */
const PROGRESS_BYTES = 1_048_576;

/** One download: it asks for a media link, streams the bytes to the target, and resumes after a failure. */
export class Download {
  readonly #input: DownloadOptions;
  readonly #rendition: Rendition;
  readonly #limits: ReadOptions;
  /** Bytes written. */
  #bytes = 0;
  #totalBytes: number | undefined;
  #etag: string | undefined;

  constructor(input: DownloadOptions) {
    const { rendition = 'original' } = input.download;
    const { abortSignal, options } = input;
    const { timeoutMs = STALL_TIMEOUT_MS } = options;
    const call = { operation: 'files.download', method: 'GET', path: `media_links.${rendition}` };
    this.#input = input;
    this.#rendition = rendition;
    this.#limits = { call, timeoutMs, abortSignal };
  }

  /** Runs the download. If it fails, it removes the incomplete file or destroys the stream. */
  async run(): Promise<DownloadedFile> {
    const target = await openTarget(this.#input.download.to);
    try {
      const data = await this.#receiveAll(target);
      await this.#untilAborted(target.finish());
      return { data, rendition: this.#rendition, bytes: this.#bytes, path: target.path };
    } catch (error) {
      await target.discard(error instanceof Error ? error : this.#failed(error));
      throw error;
    }
  }

  async #receiveAll(target: OpenTarget): Promise<FileWithIncludes> {
    const { maxRetries = RETRIES } = this.#input.options;
    let link = await this.#findLink();
    for (let failures = 0; ; failures += 1) {
      const before = this.#bytes;
      try {
        await this.#receive(link, target);
        return link.file;
      } catch (error) {
        // All bytes are written: only the end of the response is missing.
        if (isTemporary(error) && this.#bytes === this.#totalBytes) return link.file;
        if (this.#bytes - before >= PROGRESS_BYTES) failures = 0;
        if (!isTemporary(error) || failures >= maxRetries) throw this.#failed(error);
        await waitUnlessAborted(this.#input.clock, backoffMs(failures, Math.random()), this.#limits.abortSignal);
        if (isExpired(error)) link = await this.#findLink();
      }
    }
  }

  /** Asks Frame.io for a link. A new link continues where an expired one ended. */
  async #findLink(): Promise<MediaLink> {
    const { fileId, baseUrl, show } = this.#input;
    const file = await show(`media_links.${this.#rendition}`);
    const link = file.media_links?.[this.#rendition]?.download_url;
    if (!link) {
      throw new MediaLinkError(
        `Frame.io has no link to ${this.#rendition} of the file ${fileId}: it is not ready, this kind of file has none, ` +
          'or it cannot carry a required watermark. After the event file.ready, all renditions are ready.',
      );
    }
    if (!isAllowed(link, baseUrl))
      throw new MediaLinkError(`The link to the file ${fileId} is not a https URL. Check baseUrl.`);
    return { file, url: new URL(link) };
  }

  /** Streams the bytes that are missing. */
  async #receive({ file, url }: MediaLink, target: OpenTarget): Promise<void> {
    const range = await openRange(url, this.#bytes, this.#limits);
    if (!range) {
      if (this.#totalBytes === undefined) return;
      throw this.#failed(`The storage has ${this.#bytes} bytes, but the file has ${this.#totalBytes}`);
    }
    const { start, reader } = range;
    try {
      await this.#checkRange(range, file, target);
      for (let end = start; ; ) {
        const chunk = await reader.readChunk(this.#limits);
        if (!chunk) break;
        end += chunk.length;
        const missing = end - this.#bytes; // fewer than the chunk has if the storage ignored the requested start
        if (missing <= 0) continue;
        if (end > (this.#totalBytes ?? end)) throw this.#failed(`The storage sent more than ${this.#totalBytes} bytes`);
        await this.#untilAborted(target.write(chunk.subarray(-missing)));
        this.#bytes = end;
        callHook(this.#input.download.onProgress, { bytes: end, totalBytes: this.#totalBytes });
      }
    } finally {
      await reader.close();
    }
    if (this.#bytes < (this.#totalBytes ?? 0)) {
      throw new Error(`The storage sent ${this.#bytes} of ${this.#totalBytes} bytes.`);
    }
  }

  /** Checks that the bytes continue those that were written. If the content has changed, starts again if possible. */
  async #checkRange(
    { start, totalBytes, etag }: MediaRange,
    file: FileWithIncludes,
    target: OpenTarget,
  ): Promise<void> {
    const fileBytes = this.#rendition === 'original' ? file.file_size : totalBytes;
    const total = totalBytes ?? fileBytes;
    if (total !== fileBytes) throw this.#failed(`The storage has ${total} bytes, but the file has ${fileBytes}`);
    const knownTotal = this.#totalBytes ?? total;
    const isChanged = this.#bytes > 0 && ((total ?? knownTotal) !== knownTotal || etag !== this.#etag);
    if (isChanged) {
      if (!target.restart) throw this.#failed('The content changed, and the stream has received bytes of the old one');
      await this.#untilAborted(target.restart());
      this.#bytes = 0;
    }
    this.#totalBytes = isChanged ? total : knownTotal;
    this.#etag = etag;
    if (isChanged && start > 0) throw new Error('The content changed.'); // the next attempt requests all of it
    if (!(start <= this.#bytes)) throw this.#failed('The storage sent another range than the requested one');
  }

  /** Waits for the target, which has no time limit. */
  async #untilAborted<Result>(done: Promise<Result>): Promise<Result> {
    const { call, abortSignal } = this.#limits;
    const abortError = () => new ApiAbortedError({ ...call, isOutcomeUnknown: false }, { cause: abortSignal.reason });
    const timeoutMs = Number.POSITIVE_INFINITY;
    try {
      return await withTimeLimit(done, { timeoutMs, abortSignal, timeoutError: abortError, abortError });
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #failed(cause: unknown): DownloadError {
    if (cause instanceof DownloadError) return cause;
    return new DownloadError({ fileId: this.#input.fileId, bytes: this.#bytes }, cause);
  }
}

/** Whether another attempt may succeed. A refused link may have expired. */
function isTemporary(error: unknown): boolean {
  if (error instanceof StorageError) return error.isTemporary || isExpired(error);
  return !(error instanceof DownloadError || error instanceof ApiAbortedError);
}

function isExpired(error: unknown): boolean {
  return error instanceof StorageError && error.status === 403;
}

/** Whether no one between here and the storage can read the bytes, or the API is at the same host without encryption. */
function isAllowed(link: string, baseUrl: URL | undefined): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, hostname } = new URL(link);
  if (protocol !== 'http:') return protocol === 'https:';
  const isHostOfApi = baseUrl?.protocol === 'http:' && baseUrl.hostname === hostname;
  return isHostOfApi || /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}
