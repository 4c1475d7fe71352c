/** Positions of the first and the last byte, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads the header `Range`. Ignores one that is not a single range of bytes, as RFC 9110 14.2 allows.
 *
 * @returns The range within `size` bytes; `undefined` for all of them; `unsatisfiable` if it starts after the last byte.
 */
export function readRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined) return undefined;
  if (Number(first) >= size) return 'unsatisfiable';
  return { first: Number(first), last: last ? Math.min(Number(last), size - 1) : size - 1 };
}
