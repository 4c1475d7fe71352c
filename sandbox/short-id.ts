import { randomBytes } from 'node:crypto';

/** Returns a random id of the sandbox that people can type: eight hexadecimal digits. */
export function newShortId(): string {
  return randomBytes(4).toString('hex');
}
