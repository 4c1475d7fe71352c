import { createHash } from 'node:crypto';
import { isRecord } from '../core/type-guards.ts';

/**
 * Identifies one request of an interaction. A repeat of the request has the same key; the submission of another form, or of
 * other values, has another one.
 *
 * @param data - The submitted values, or `undefined` for the first request.
 * @returns SHA-256 as 64 hexadecimal digits.
 */
export function answerKey(interactionId: string, data: unknown): string {
  const values = isRecord(data) ? Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)) : data;
  const text = JSON.stringify([interactionId, values ?? null]);
  return createHash('sha256').update(`action:${text}`).digest('hex');
}
