import { createHash } from 'node:crypto';
import { MAX_KEPT_BYTES } from './uploaded-bytes.ts';

/** Bytes that have arrived. */
export interface ReadContent {
  readonly sha256: string;
  readonly size: number;
  /** The bytes themselves, unless there are too many to keep. */
  readonly bytes: Buffer | undefined;
}

/** Reads chunk by chunk: the content may be larger than memory. */
export async function readContent(body: AsyncIterable<Uint8Array>): Promise<ReadContent> {
  const hash = createHash('sha256');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    hash.update(chunk);
    size += chunk.length;
    if (size <= MAX_KEPT_BYTES) chunks.push(chunk);
  }
  return { sha256: hash.digest('hex'), size, bytes: size <= MAX_KEPT_BYTES ? Buffer.concat(chunks) : undefined };
}
