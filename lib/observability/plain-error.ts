/** Maximum number of causes in a chain. */
const MAX_CAUSES = 10;

/**
 * Returns the name, code, message, stack and causes of an error, and nothing else that it carries. Adds less to a bundle than
 * `serializeError`, but redacts no text: for an entry point that runs no code of the user.
 */
export function toPlainError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return `The thrown value is not an Error: ${typeof error}`;
  const { name, message, stack, cause } = error;
  return {
    name,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    message,
    stack,
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: toPlainError(cause, depth + 1) }),
  };
}
