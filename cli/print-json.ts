import { toPrintableJson } from '../sandbox/terminal/escape-controls.ts';

/** Prints a value as JSON over several lines. */
export function printJson(value: unknown): void {
  console.log(toPrintableJson(value));
}

/** Prints a value as JSON on one line, as one of several. */
export function printJsonLine(value: unknown): void {
  console.log(JSON.stringify(value));
}
