/** Positions of the first and the last byte, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads the header `Range`. Ignores one that is not a single range of bytes, or that ends before it starts (RFC 9110 14.1, 14.2).
 *
 * @returns The range within `size` bytes; `undefined` for all of them; `unsatisfiable` if it starts after the last byte.
 */
export function readRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || (last && Number(last) < Number(first))) return undefined;
  if (Number(first) >= size) return 'unsatisfiable';
  return { first: Number(first), last: last ? Math.min(Number(last), size - 1) : size - 1 };
}
