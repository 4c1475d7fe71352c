/** One part of an upload. */
export interface UploadPart {
  /** Size in bytes. */
  readonly size: number;
  /** SHA-256 of the received bytes in hex; null before they arrive. The bytes themselves are not stored. */
  readonly sha256: string | null;
}

/** Progress of a file's upload. */
export interface Upload {
  readonly parts: readonly UploadPart[];
  /** Time at which the first part arrived. */
  readonly startedAt: string | null;
  /** Time at which the last part arrived. */
  readonly completedAt: string | null;
  /** Whether it failed, which only an upload from a URL does. @default false */
  readonly hasFailed?: boolean;
}

/** Maximum number of parts in S3. */
const MAX_PARTS = 10_000;

/**
 * Creates an upload in parts of equal size; the last part has the rest. The number of parts matches what Frame.io was
 * observed to return: 3 for 50,645,990 bytes, 2 for 20 MiB, 7 for 120 MiB, 32 for 600 MiB.
 */
export function newUpload(fileSize: number, maxPartBytes: number): Upload {
  const parts = partSizes(fileSize, maxPartBytes).map((size) => ({ size, sha256: null }));
  return { parts, startedAt: null, completedAt: null };
}

/** Returns the upload with a received part. Parts may arrive in any order and repeatedly. */
export function withPart(upload: Upload, number: number, sha256: string, time: string): Upload {
  const parts = upload.parts.map((part, index) => (index === number - 1 ? { ...part, sha256 } : part));
  const isComplete = parts.every((part) => part.sha256 !== null);
  return {
    parts,
    startedAt: upload.startedAt ?? time,
    completedAt: upload.completedAt ?? (isComplete ? time : null),
  };
}

function partSizes(fileSize: number, maxPartBytes: number): readonly number[] {
  if (fileSize <= maxPartBytes / 2) return [fileSize];
  const count = Math.min(MAX_PARTS, Math.max(2, Math.ceil(fileSize / maxPartBytes)));
  const size = Math.ceil(fileSize / count);
  return Array.from({ length: Math.ceil(fileSize / size) }, (_, index) => Math.min(size, fileSize - index * size));
}
