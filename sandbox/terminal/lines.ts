import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'cyan';

/** Styles a text, if it goes to a terminal that shows styles. */
export function paint(style: Style, text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;
}

/** Formats a line: its topic, then its text. */
export function formatLine(topic: string, text: string): string {
  return `  ${paint('dim', topic.padEnd(12))}  ${text}`;
}

/** Formats a line with details below it. */
export function formatBlock(topic: string, text: string, details: readonly string[]): string {
  return [formatLine(topic, text), ...details.map((detail) => `${' '.repeat(18)}${detail}`)].join('\n');
}

/** Formats a headline. */
export function formatTitle(text: string): string {
  return `\n${paint('bold', text)}`;
}
