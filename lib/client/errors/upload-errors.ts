import { FrameioLambdaError } from '../../core/errors.ts';

/** A part of an upload that the storage refused. */
export interface RefusedPart {
  /** Number of the part, from 1. */
  readonly part: number;
  /** Status of the response. */
  readonly status: number;
  /** Error code of S3, such as `SignatureDoesNotMatch`. */
  readonly reason: string | undefined;
  /** Whether a retry may succeed. */
  readonly isTemporary: boolean;
}

/** The storage behind Frame.io refused a part of an upload. */
export class StorageError extends FrameioLambdaError implements RefusedPart {
  override readonly name = 'StorageError';
  readonly code = 'storage_refused';
  readonly part: number;
  readonly status: number;
  readonly reason: string | undefined;
  readonly isTemporary: boolean;

  constructor({ part, status, reason, isTemporary }: RefusedPart) {
    super(`Frame.io's storage answered part ${part} of the upload with ${status}${reason ? ` (${reason})` : ''}.`);
    this.part = part;
    this.status = status;
    this.reason = reason;
    this.isTemporary = isTemporary;
  }
}

/** The file of a failed upload. */
export interface FailedUpload {
  /** Id of the file that the upload created. */
  readonly fileId: string;
  /** Whether the client has deleted that file. */
  readonly isRemoved: boolean;
}

/**
 * The file was created, but its upload failed. `cause` is the reason, unless Frame.io reported the failure or was late.
 */
export class UploadError extends FrameioLambdaError implements FailedUpload {
  override readonly name = 'UploadError';
  readonly code = 'upload_failed';
  readonly fileId: string;
  readonly isRemoved: boolean;

  constructor({ fileId, isRemoved }: FailedUpload, what: string, options?: ErrorOptions) {
    const remains = isRemoved ? 'has been deleted' : 'still exists';
    super(`The upload failed: ${what.replace(/\.$/, '')}. The file ${fileId} ${remains}.`, options);
    this.fileId = fileId;
    this.isRemoved = isRemoved;
  }
}
