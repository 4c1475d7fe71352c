import { writeSync } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where entries are written down. */
export interface EntryLog<Entry> {
  /** Resolves once the entry is on the disk, with all before it. */
  append(entry: Entry): Promise<void>;
  close(): Promise<void>;
}

/**
 * A file of entries, one a line, that is only ever added to. What has been appended outlives the process and the
 * machine's power. Entries that arrive while others are being written share one `fsync`.
 */
export class Journal<Entry> implements EntryLog<Entry> {
  readonly #file: FileHandle;
  #unwritten = '';
  #written: Promise<void> = Promise.resolve();
  #nextWrite: Promise<void> | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /**
   * Reads a journal, and starts it anew with what is left of it.
   *
   * @param compact - Picks what has to be kept, given all entries so far.
   * @returns The journal, and what was kept.
   */
  static async open<Entry>(
    path: string,
    compact: (entries: readonly Entry[]) => readonly Entry[],
  ): Promise<{ readonly journal: Journal<Entry>; readonly entries: readonly Entry[] }> {
    await mkdir(dirname(path), { recursive: true });
    const entries = compact(await readEntries<Entry>(path));
    // In a file of its own until it is complete: a process that dies here leaves the old one as it was.
    const file = await open(`${path}.new`, 'w');
    await file.appendFile(entries.map(lineOf).join(''));
    await file.datasync();
    await rename(`${path}.new`, path);
    await syncFolder(dirname(path));
    return { journal: new Journal<Entry>(file), entries };
  }

  append(entry: Entry): Promise<void> {
    this.#unwritten += lineOf(entry);
    if (!this.#nextWrite) {
      this.#nextWrite = this.#written.then(() => this.#write()); // a write that failed fails all that follow
      this.#written = this.#nextWrite;
      this.#written.catch(() => undefined); // told to whoever appended
    }
    return this.#nextWrite;
  }

  /** Hands the entry to the operating system at once: it outlives the process, though not the machine's power. */
  appendNow(entry: Entry): void {
    writeSync(this.#file.fd, lineOf(entry));
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

/** Writes nothing down. */
export const NO_JOURNAL: EntryLog<unknown> = { append: async () => undefined, close: async () => undefined };

function lineOf(entry: unknown): string {
  return `${JSON.stringify(entry)}\n`;
}

async function readEntries<Entry>(path: string): Promise<readonly Entry[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').slice(0, -1); // what follows the last line's end was never answered
  return lines.map((line, index): Entry => {
    try {
      return JSON.parse(line);
    } catch (cause) {
      throw new Error(`${path} is damaged in line ${index + 1}.`, { cause });
    }
  });
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
