import { FrameioLambdaError } from '../../core/errors.ts';

/** What is known of a part that the storage refused. */
export interface RefusedPart {
  /** Number of the part, from 1. */
  readonly part: number;
  readonly status: number;
  /** S3's word for it, such as `SignatureDoesNotMatch`. */
  readonly reason: string | undefined;
  /** Whether sending it again may help. */
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

/** What an upload that failed has left behind. */
export interface FailedUpload {
  /** The file that was created for it. */
  readonly fileId: string;
  /** Whether that file has been removed again. */
  readonly isRemoved: boolean;
}

/** A file was created, but its upload has failed. `cause` is why, unless Frame.io said so or took too long. */
export class UploadError extends FrameioLambdaError implements FailedUpload {
  override readonly name = 'UploadError';
  readonly code = 'upload_failed';
  readonly fileId: string;
  readonly isRemoved: boolean;

  constructor({ fileId, isRemoved }: FailedUpload, what: string, options?: ErrorOptions) {
    super(
      `The upload failed: ${what.replace(/\.$/, '')}. The file ${fileId} ${isRemoved ? 'has been removed again' : 'is still there'}.`,
      options,
    );
    this.fileId = fileId;
    this.isRemoved = isRemoved;
  }
}
