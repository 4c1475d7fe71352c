/** Characters that control a terminal or reverse the direction of text. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}]/gu;

const CONTROLS_EXCEPT_WHITESPACE = /[^\P{Cc}\n\t]|\p{Bidi_Control}/gu;

/** Replaces characters that control a terminal by their code points: `\u{1b}`. */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, escapeCharacter);
}

/** Shortens a text to one line that a terminal shows harmlessly. */
export function toLine(text: string, maxLength: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return escapeControls(line.length > maxLength ? `${line.slice(0, maxLength)}…` : line);
}

/** Like `escapeControls`, but keeps line ends and tabs. */
export function escapeControlsInLines(text: string): string {
  return text.replace(CONTROLS_EXCEPT_WHITESPACE, escapeCharacter);
}

/** Formats a value as JSON over several lines, which a terminal shows harmlessly. */
export function toPrintableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    CONTROLS_EXCEPT_WHITESPACE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function escapeCharacter(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
