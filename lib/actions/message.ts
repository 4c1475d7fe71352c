import { requireText } from './require-text.ts';

/** A text that Frame.io shows in a dialog. It ends the interaction. Create it with `message`. */
export interface Message {
  readonly kind: 'message';
  readonly title: string;
  readonly description: string;
}

/**
 * Creates the message that answers an action: `message('Archiving', 'The file has a comment when it is done.')`.
 *
 * @throws ConfigError when the title or the description is blank.
 */
export function message(title: string, description: string): Message {
  requireText(title, 'title', 'a message');
  requireText(description, 'description', `the message "${title}"`);
  return { kind: 'message', title, description };
}
