import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Prompts } from '../../cli/prompts.ts';

/** The key that ends an answer. */
export const ENTER = '\r';
export const ARROW_DOWN = '\u001b[B';

/** A terminal, and what it has shown so far. */
export interface ScriptedTerminal {
  readonly prompts: Prompts;
  readonly shown: () => string;
}

/**
 * A terminal with a person who answers each question.
 *
 * @param answers - Keys to press, by a part of the question. Each is pressed once, when the question appears.
 */
export function scriptedTerminal(answers: Readonly<Record<string, string>>): ScriptedTerminal {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = new PassThrough();
  output.end = () => output; // a terminal stays open after each question
  const open = new Map(Object.entries(answers));
  let shown = '';
  output.setEncoding('utf8').on('data', async (text: string) => {
    shown += text;
    const asked = [...open].find(([question]) => shown.includes(question));
    if (!asked) return;
    open.delete(asked[0]);
    await setImmediate(); // the prompt listens after it has drawn itself
    input.write(asked[1]);
  });
  return { prompts: new Prompts({ input, output }), shown: () => shown };
}

/** Standard input that another program writes to. */
export function pipedInput(text: string): Prompts {
  const input = new PassThrough();
  input.end(text);
  return new Prompts({ input, output: new PassThrough() });
}
