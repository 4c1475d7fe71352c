import type { JsonValue } from '../core/json.ts';
import { isRecord } from '../core/type-guards.ts';
import type { ReplyBody } from './reply.ts';

/** A process works on the answer. */
export type InProgress = {
  readonly status: 'in_progress';
  /** Identifies the process. */
  readonly attempt: string;
  /** When another process may take over, in milliseconds since 1970. */
  readonly lockedUntil: number;
  /** Whether a handler may have started. */
  readonly hasStarted: boolean;
};

/** What the store knows of a request. The answer `null` shows no dialog. */
export type AnswerRecord = InProgress | { readonly status: 'answered'; readonly answer: ReplyBody | null };

/** Reads a record. Returns `undefined` for no value, and for a value that this version cannot read. */
export function parseAnswerRecord(stored: JsonValue | undefined): AnswerRecord | undefined {
  if (!isRecord(stored)) return undefined;
  const { status, attempt, lockedUntil, hasStarted, answer } = stored;
  if (status === 'in_progress' && typeof attempt === 'string' && typeof lockedUntil === 'number') {
    return { status, attempt, lockedUntil, hasStarted: hasStarted !== false };
  }
  if (status !== 'answered') return undefined;
  if (answer === null) return { status, answer };
  return isReplyBody(answer) ? { status, answer } : undefined;
}

/** The store holds only bodies that `serializeReply` returned. */
function isReplyBody(value: unknown): value is ReplyBody {
  return isRecord(value) && typeof value.title === 'string' && typeof value.description === 'string';
}
