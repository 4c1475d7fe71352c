import type { HandlerContext } from './context.ts';
import { ConfigError } from './errors.ts';

/**
 * Runs around every handler. Not calling `next()` skips the handler, which then counts as done; an error thrown here
 * counts as the handler's.
 */
export type Middleware = (context: HandlerContext, next: () => Promise<void>) => void | Promise<void>;

/**
 * Runs `handler` inside `middleware`, the first outermost.
 *
 * @throws ConfigError when a middleware calls `next()` twice.
 */
export function runInside(
  middleware: readonly Middleware[],
  context: HandlerContext,
  handler: () => void | Promise<void>,
): void | Promise<void> {
  if (middleware.length === 0) return handler();
  let reached = -1;
  const runFrom = async (index: number): Promise<void> => {
    if (index <= reached) throw new ConfigError('A middleware called next() twice: call it once, and await it.');
    reached = index;
    const current = middleware[index];
    await (current ? current(context, () => runFrom(index + 1)) : handler());
  };
  return runFrom(0);
}
