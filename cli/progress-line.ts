import type { WriteStream } from 'node:tty';
import { terminalWidth } from './wrap-text.ts';

/** Moves to the start of the line and erases the line (ECMA-48, CR and EL). */
const ERASE_LINE = '\r\u001b[K';

/** The part of an output stream that a progress line needs. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'write'> & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>;

/** A line that shows how far a slow command is. Writes nothing if the stream is not a terminal. */
export class ProgressLine {
  readonly #stream: ProgressStream;

  /** @param stream - Standard error by default, so that standard output can go to another program. */
  constructor(stream: ProgressStream = process.stderr) {
    this.#stream = stream;
  }

  /** Replaces the text of the line. Cuts a text that is too long: the terminal would break it, and erase its end only. */
  show(text: string): void {
    const width = terminalWidth(this.#stream);
    const shown = text.length < width ? text : `${text.slice(0, width - 2)}…`;
    if (this.#stream.isTTY) this.#stream.write(`${ERASE_LINE}${shown}`);
  }

  /** Removes the line. Call it before you write anything else to the terminal. */
  clear(): void {
    this.show('');
  }
}
