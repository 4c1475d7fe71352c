import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A file with one JSON record a line. Appended records survive the end of the process. When the file has many more lines than
 * there are records to keep, it is rewritten, so that its size stays bounded.
 */
export class RecordFile<Entry> {
  readonly #path: string;
  readonly #maxLines: number;
  #file: number | undefined;
  #lines = 0;

  /** Reads a file. Skips a line that is not JSON, such as one that was being written when the process ended. */
  static read<Entry>(path: string): readonly Entry[] {
    if (!existsSync(path)) return [];
    return readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line): Entry[] => {
        try {
          return [JSON.parse(line)];
        } catch {
          return [];
        }
      });
  }

  /**
   * Opens a file and replaces its records.
   *
   * @param maxLines - Number of lines after which `append` asks for the records to keep.
   */
  constructor(path: string, maxLines: number, records: Iterable<Entry>) {
    this.#path = path;
    this.#maxLines = maxLines;
    this.#file = this.#write(records);
  }

  /** @param keep - Returns every record to keep, this one included, when the file is full. */
  append(record: Entry, keep: () => Iterable<Entry>): void {
    if (this.#file === undefined) return; // closed
    if (this.#lines >= this.#maxLines) {
      closeSync(this.#file);
      this.#file = this.#write(keep());
      return;
    }
    writeSync(this.#file, formatRecord(record));
    this.#lines += 1;
  }

  /** Closes the file. It ignores later records. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #write(records: Iterable<Entry>): number {
    mkdirSync(dirname(this.#path), { recursive: true });
    // Written under another name first: a process that crashes meanwhile leaves the old file intact.
    const file = openSync(`${this.#path}.new`, 'w');
    const lines = [...records].map(formatRecord);
    writeSync(file, lines.join(''));
    renameSync(`${this.#path}.new`, this.#path);
    this.#lines = lines.length;
    return file;
  }
}

function formatRecord(record: unknown): string {
  return `${JSON.stringify(record)}\n`;
}
