import { text } from 'node:stream/consumers';
import { confirm, input, password, select } from '@inquirer/prompts';

/** One of several answers. */
export interface PromptChoice<Value> {
  readonly value: Value;
  readonly name: string;
}

/** The streams of a terminal. */
export interface PromptStreams {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/** Asks the user in a terminal. Standard output stays free for what the command prints. */
export class Prompts {
  readonly #streams: PromptStreams;

  constructor(streams: PromptStreams = { input: process.stdin, output: process.stderr }) {
    this.#streams = streams;
  }

  /** Whether a person can answer. */
  get isInteractive(): boolean {
    return this.#streams.input.isTTY === true;
  }

  /** Asks for a text that the terminal does not show. */
  async askSecret(message: string): Promise<string> {
    return await answered(password({ message, mask: '*', validate: isGiven }, this.#streams));
  }

  /** Asks for a text. */
  async askText(message: string): Promise<string> {
    return await answered(input({ message, validate: isGiven }, this.#streams));
  }

  /** Asks for one of several answers. */
  async choose<Value>(message: string, choices: readonly PromptChoice<Value>[]): Promise<Value> {
    return await answered(select({ message, choices: [...choices] }, this.#streams));
  }

  /** Asks for yes or no. The default is no. */
  async confirm(message: string): Promise<boolean> {
    return await answered(confirm({ message, default: false }, this.#streams));
  }

  /** Reads everything that another program writes to the command, without white space around it. */
  async readInput(): Promise<string> {
    return (await text(this.#streams.input)).trim();
  }
}

function isGiven(value: string): boolean | string {
  return value.trim() !== '' || 'Expected a value.';
}

async function answered<Answer>(prompt: Promise<Answer>): Promise<Answer> {
  try {
    return await prompt;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ExitPromptError') throw error;
    throw new Error('Interrupted. Nothing was changed.', { cause: error });
  }
}
