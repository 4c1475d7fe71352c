import type { WriteStream } from 'node:tty';

/** Moves to the start of the line and erases the line (ECMA-48, CR and EL). */
const ERASE_LINE = '\r\u001b[K';

/** The part of an output stream that a progress line needs. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'write'> & Partial<Pick<WriteStream, 'isTTY'>>;

/** A line that shows how far a slow command is. Writes nothing if the stream is not a terminal. */
export class ProgressLine {
  readonly #stream: ProgressStream;

  /** @param stream - Standard error by default, so that standard output can go to another program. */
  constructor(stream: ProgressStream = process.stderr) {
    this.#stream = stream;
  }

  /** Replaces the text of the line. */
  show(text: string): void {
    if (this.#stream.isTTY) this.#stream.write(`${ERASE_LINE}${text}`);
  }

  /** Removes the line. Call it before you write anything else to the terminal. */
  clear(): void {
    this.show('');
  }
}
