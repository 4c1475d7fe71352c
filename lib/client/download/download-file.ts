import { type Clock, systemClock } from '../../core/clock.ts';
import type { FileWithIncludes } from '../resources/assets.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import { Download, type DownloadedFile, type FileDownload, type Rendition } from './download.ts';

/** What a download needs of a client. `FrameioClient` and the client of a handler have it, and so does the official SDK. */
export interface DownloadClient {
  readonly files: {
    show(
      accountId: string,
      fileId: string,
      request: { readonly include: `media_links.${Rendition}` },
      options?: RequestOptions,
    ): PromiseLike<{ readonly data: FileWithIncludes }>;
  };
  /**
   * Base URL of the API. If it is `http`, links to its host may be `http` too.
   * @default none: links are `https`, except to this machine
   */
  readonly baseUrl?: URL | undefined;
  /** Signal that ends the download, besides that of the options. */
  readonly signal?: AbortSignal | undefined;
  /** @default the system clock */
  readonly clock?: Clock;
}

/**
 * Downloads the original of a file, or a rendition, to a file on disk or to a stream. If the connection breaks or the
 * storage fails, it resumes. If the link expires, it asks for a new one. It checks the size of the result. A file appears
 * at its path only when it is complete. The storage receives no token.
 *
 * `client.files.download` calls it. Call it yourself with the client of the official SDK.
 *
 * `timeoutMs` of the options is the timeout of each call to Frame.io. For the storage, it is the longest wait for a
 * response or for the next bytes, one minute by default. `maxRetries` is the number of failures in a row to resume from,
 * three by default.
 *
 * @throws MediaLinkError if Frame.io has no usable link; DownloadError if the file could not be read or written;
 *   ConfigError if no file can be written at the path; what `files.show` throws.
 */
export async function downloadFile(
  client: DownloadClient,
  accountId: string,
  fileId: string,
  download: FileDownload,
  options: RequestOptions = {},
): Promise<DownloadedFile> {
  const { baseUrl, clock = systemClock } = client;
  const abortSignal = AbortSignal.any([options.abortSignal, client.signal].filter((signal) => signal !== undefined));
  const show = async (include: `media_links.${Rendition}`) =>
    (await client.files.show(accountId, fileId, { include }, options)).data;
  return await new Download({ fileId, download, options, baseUrl, clock, abortSignal, show }).run();
}
