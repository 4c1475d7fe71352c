import type { FrameioClient } from '../client/client.ts';
import { ConfigError } from '../core/errors.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import type { HandlerContext } from './handler-context.ts';

/**
 * Runs around every handler. Not calling `next()` skips the handler, which then counts as done; an error thrown here
 * counts as the handler's. Whether it awaits `next()` or not, it has ended only when the handler has.
 */
export type Middleware<Client = FrameioClient> = (
  context: HandlerContext<AnyWebhookEvent, Client>,
  next: () => Promise<void>,
) => void | Promise<void>;

/**
 * Runs `handler` inside `middleware`, the first outermost.
 *
 * @throws ConfigError when a middleware calls `next()` twice. Where one calls it after it has ended, the handler does not
 *   run, and the log says so.
 */
export function runMiddleware<Client>(
  middleware: readonly Middleware<Client>[],
  context: HandlerContext<AnyWebhookEvent, Client>,
  handler: () => void | Promise<void>,
): void | Promise<void> {
  const outermost = middleware[0];
  if (!outermost) return handler();
  return runAround(outermost, context, async () => runMiddleware(middleware.slice(1), context, handler));
}

async function runAround<Client>(
  around: Middleware<Client>,
  context: HandlerContext<AnyWebhookEvent, Client>,
  rest: () => Promise<void>,
): Promise<void> {
  let inside: Promise<void> | undefined;
  let hasEnded = false;
  const next = (): Promise<void> => {
    if (inside) throw new ConfigError('A middleware called next() twice: call it once, and await it.');
    if (hasEnded) {
      context.logger.error(
        'handler skipped: a middleware called next() after it had ended; await what comes before it',
      );
      return Promise.resolve();
    }
    inside = rest();
    inside.catch(() => undefined); // told below, though the middleware may not wait for it
    return inside;
  };
  try {
    await around(context, next);
  } finally {
    hasEnded = true;
    await inside;
  }
}
