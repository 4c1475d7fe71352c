/** Maximum size of the bytes that the sandbox keeps for downloads. They are in memory and end with the process. */
export const MAX_KEPT_BYTES = 134_217_728;

/** The bytes of uploaded parts, up to a total size. */
export class UploadedBytes {
  readonly #partsOfFile = new Map<string, Map<number, Buffer>>();
  /** Files that there was no room for. */
  readonly #dropped = new Set<string>();
  #size = 0;

  /** Keeps the bytes of a part, counted from 1. If there is no room for a part, it keeps none of the file. */
  keep(fileId: string, number: number, bytes: Buffer): void {
    if (this.#dropped.has(fileId)) return;
    const parts = this.#partsOfFile.get(fileId) ?? new Map<number, Buffer>();
    const added = bytes.length - (parts.get(number)?.length ?? 0);
    if (this.#size + added > MAX_KEPT_BYTES) {
      this.delete(fileId);
      this.#dropped.add(fileId);
      return;
    }
    this.#size += added;
    this.#partsOfFile.set(fileId, parts.set(number, bytes));
  }

  /** Returns the bytes of a file with this number of parts; `undefined` unless all parts were kept. */
  of(fileId: string, partCount: number): Buffer | undefined {
    const parts = this.#partsOfFile.get(fileId);
    if (!parts || parts.size < partCount) return undefined;
    return Buffer.concat([...parts].toSorted(([one], [other]) => one - other).map(([, bytes]) => bytes));
  }

  /** Returns the bytes of the first part of a file, if they were kept. */
  firstPartOf(fileId: string): Buffer | undefined {
    return this.#partsOfFile.get(fileId)?.get(1);
  }

  /** Keeps the bytes of a file for its copy too, while there is room. */
  copy(fileId: string, copyId: string): void {
    for (const [number, bytes] of this.#partsOfFile.get(fileId) ?? []) this.keep(copyId, number, bytes);
  }

  delete(fileId: string): void {
    for (const bytes of this.#partsOfFile.get(fileId)?.values() ?? []) this.#size -= bytes.length;
    this.#partsOfFile.delete(fileId);
    this.#dropped.delete(fileId);
  }
}
