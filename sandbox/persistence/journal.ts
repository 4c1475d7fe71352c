import { writeSync } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A place to record entries. */
export interface JournalWriter<Entry> {
  /** Resolves when the entry, and every entry before it, is on disk. */
  append(entry: Entry): Promise<void>;
  close(): Promise<void>;
}

/**
 * An append-only file with one JSON entry a line. Appended entries survive the end of the process and a power failure.
 * Entries that arrive during a write share the next `fsync`.
 */
export class Journal<Entry> implements JournalWriter<Entry> {
  readonly #file: FileHandle;
  #unwritten = '';
  #written: Promise<void> = Promise.resolve();
  #nextWrite: Promise<void> | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /**
   * Reads a journal and replaces its file by one that holds the compacted entries.
   *
   * @param compact - Returns the entries to keep, given all entries.
   * @returns The journal, and the entries it kept.
   */
  static async open<Entry>(
    path: string,
    compact: (entries: readonly Entry[]) => readonly Entry[],
  ): Promise<{ readonly journal: Journal<Entry>; readonly entries: readonly Entry[] }> {
    await mkdir(dirname(path), { recursive: true });
    const entries = compact(await readEntries<Entry>(path));
    // Written under another name first: a process that crashes meanwhile leaves the old file intact.
    const file = await open(`${path}.new`, 'w');
    await file.appendFile(entries.map(formatEntry).join(''));
    await file.datasync();
    await rename(`${path}.new`, path);
    await syncFolder(dirname(path));
    return { journal: new Journal<Entry>(file), entries };
  }

  append(entry: Entry): Promise<void> {
    this.#unwritten += formatEntry(entry);
    if (!this.#nextWrite) {
      this.#nextWrite = this.#written.then(() => this.#write()); // after a failed write, all later ones fail too
      this.#written = this.#nextWrite;
      this.#written.catch(() => undefined); // the caller of append receives the error
    }
    return this.#nextWrite;
  }

  /** Writes the entry synchronously, without `fsync`: it survives the end of the process, not a power failure. */
  appendSync(entry: Entry): void {
    writeSync(this.#file.fd, formatEntry(entry));
  }

  async close(): Promise<void> {
    await this.#written.catch(() => undefined);
    await this.#file.close();
  }

  async #write(): Promise<void> {
    const lines = this.#unwritten;
    this.#unwritten = '';
    this.#nextWrite = undefined;
    await this.#file.appendFile(lines);
    await this.#file.datasync();
  }
}

/** Discards every entry. */
export const NO_JOURNAL: JournalWriter<unknown> = { append: async () => undefined, close: async () => undefined };

function formatEntry(entry: unknown): string {
  return `${JSON.stringify(entry)}\n`;
}

async function readEntries<Entry>(path: string): Promise<readonly Entry[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').slice(0, -1); // a last line without an end was never acknowledged
  return lines.map((line, index): Entry => {
    try {
      return JSON.parse(line);
    } catch (cause) {
      const fix = 'Delete the file, or start with --fresh to delete all state.';
      throw new Error(`${path} is damaged: line ${index + 1} is not JSON. ${fix}`, { cause });
    }
  });
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
