import { existsSync, readFileSync } from 'node:fs';

/** Matches `export const handler = endpointHandler(`, without `await`. */
const NOT_AWAITED = /^export\s+const\s+(\w+)\s*=\s*((?:endpoint|queuedEndpoint|actions|worker)Handler)\s*\(/m;

/**
 * Checks that an entry point awaits the handler that it exports. Otherwise it exports a Promise, which Lambda cannot call.
 *
 * @throws Error with the line to write.
 */
export function assertAwaitedHandler(entry: string): void {
  const [, name, factory] = existsSync(entry) ? (NOT_AWAITED.exec(readFileSync(entry, 'utf8')) ?? []) : [];
  if (name === undefined) return;
  throw new Error(
    `${entry} must export a function, but ${name} is a Promise. Add await: export const ${name} = await ${factory}(...);`,
  );
}
