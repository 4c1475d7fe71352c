/** A part of a file, on its way into storage. */
export interface UploadPart {
  /** In bytes. */
  readonly size: number;
  /** Digest of what has arrived, in hex; null before. The bytes are not kept. */
  readonly sha256: string | null;
}

/** How far the upload of a file has come. */
export interface Upload {
  readonly parts: readonly UploadPart[];
  /** When the first part had arrived. */
  readonly startedAt: string | null;
  /** When the last one had. */
  readonly completedAt: string | null;
}

/** S3 puts a file together of no more. */
const MAX_PARTS = 10_000;

/**
 * An upload of which nothing has arrived, in parts of one size; the last has what is left. So many parts are what
 * Frame.io was seen to ask for: 50,645,990 bytes in 3, 20 MiB in 2, 120 MiB in 7, 600 MiB in 32.
 */
export function newUpload(fileSize: number, maxPartBytes: number): Upload {
  const parts = partSizes(fileSize, maxPartBytes).map((size) => ({ size, sha256: null }));
  return { parts, startedAt: null, completedAt: null };
}

/** The upload once a part has arrived, in whatever order, be it again. */
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
