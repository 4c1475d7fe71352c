import { FrameioLambdaError } from '../../core/errors.ts';
import { reasonOf } from './reason-of.ts';

/** A request that the storage refused: a part of an upload, or a download. */
export interface RefusedRequest {
  /** Number of the part of the upload, from 1. `undefined` for a download. */
  readonly part?: number | undefined;
  /** Status of the response. */
  readonly status: number;
  /** Error code of S3, such as `SignatureDoesNotMatch`. */
  readonly reason: string | undefined;
  /** Whether a retry may succeed. */
  readonly isTemporary: boolean;
}

/** The storage behind Frame.io refused a part of an upload, or a download. */
export class StorageError extends FrameioLambdaError implements RefusedRequest {
  override readonly name = 'StorageError';
  readonly code = 'storage_refused';
  readonly part: number | undefined;
  readonly status: number;
  readonly reason: string | undefined;
  readonly isTemporary: boolean;

  constructor({ part, status, reason, isTemporary }: RefusedRequest) {
    const what = part === undefined ? 'the download' : `part ${part} of the upload`;
    super(`Frame.io's storage answered ${what} with ${status}${reason ? ` (${reason})` : ''}.`);
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

  /** @param what - What went wrong, without a full stop. */
  constructor({ fileId, isRemoved }: FailedUpload, what: string, options?: ErrorOptions) {
    const remains = isRemoved ? 'has been deleted' : 'still exists';
    super(`The upload failed: ${what}. The file ${fileId} ${remains}.`, options);
    this.fileId = fileId;
    this.isRemoved = isRemoved;
  }
}

/** A new version that was uploaded, and the file that it is a version of. */
export interface UnstackedVersion {
  /** Id of the file that was uploaded. */
  readonly fileId: string;
  /** Id of the file that the upload is a version of. */
  readonly originalId: string;
  /** Whether Frame.io may have added the file to the version stack. */
  readonly isOutcomeUnknown: boolean;
}

/** The new version was uploaded, but may not be in the version stack. `cause` is the reason. */
export class VersionStackError extends FrameioLambdaError implements UnstackedVersion {
  override readonly name = 'VersionStackError';
  readonly code = 'version_not_stacked';
  readonly fileId: string;
  readonly originalId: string;
  readonly isOutcomeUnknown: boolean;

  constructor({ fileId, originalId, isOutcomeUnknown }: UnstackedVersion, options: { readonly cause: unknown }) {
    const [is, check] = isOutcomeUnknown
      ? ['may not be a', `Check the versions of ${originalId} first. If the file is none of them, stack`]
      : ['is no', 'Stack'];
    super(
      `The file ${fileId} was uploaded, but ${is} version of ${originalId}: ${reasonOf(options.cause)}. ${check} it with ` +
        'files.move or versionStacks.create, or delete it.',
      options,
    );
    this.fileId = fileId;
    this.originalId = originalId;
    this.isOutcomeUnknown = isOutcomeUnknown;
  }
}
