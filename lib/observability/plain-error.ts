/** Maximum number of causes in a chain. */
const MAX_CAUSES = 10;

/** The safe copy of an error. */
class PlainError extends Error {
  constructor(error: Error & { readonly code?: unknown }, depth: number) {
    super(error.message);
    this.name = error.name;
    this.stack = error.stack ?? '';
    if (typeof error.code === 'string') Object.assign(this, { code: error.code });
    if (error.cause !== undefined && depth < MAX_CAUSES) this.cause = toPlainError(error.cause, depth + 1);
  }
}

/**
 * Returns the name, code, message, stack and causes of an error, and nothing else that it carries. Adds less to a bundle than
 * `serializeError`, but redacts no text: for an entry point that runs no handler. Never throws.
 */
export function toPlainError(error: unknown, depth = 0): unknown {
  try {
    if (error instanceof PlainError) return error;
    return error instanceof Error ? new PlainError(error, depth) : `The thrown value is not an Error: ${typeof error}`;
  } catch {
    return 'The thrown value cannot be read.'; // a getter or a proxy threw
  }
}
