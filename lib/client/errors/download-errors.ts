import { FrameioLambdaError } from '../../core/errors.ts';
import { reasonOf } from './reason-of.ts';

/** The file of a failed download. */
export interface FailedDownload {
  readonly fileId: string;
  /** Bytes that a stream has received. A failed download to a path leaves no bytes behind. */
  readonly bytes: number;
}

/** The file exists, but its download failed. `cause` is the reason. */
export class DownloadError extends FrameioLambdaError implements FailedDownload {
  override readonly name = 'DownloadError';
  readonly code = 'download_failed';
  readonly fileId: string;
  readonly bytes: number;

  constructor({ fileId, bytes }: FailedDownload, cause: unknown) {
    super(`The download of the file ${fileId} failed after ${bytes} bytes: ${reasonOf(cause)}.`, { cause });
    this.fileId = fileId;
    this.bytes = bytes;
  }
}

/** Frame.io has no usable link to the file's media. */
export class MediaLinkError extends FrameioLambdaError {
  override readonly name = 'MediaLinkError';
  readonly code = 'media_link_unavailable';
}
