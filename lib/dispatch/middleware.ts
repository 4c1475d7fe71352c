import type { FrameioClient } from '../client/client.ts';
import { ConfigError } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import { traceHandler } from '../observability/trace.ts';
import type { AnyContext } from './any-context.ts';
import type { NoVariables } from './common-context.ts';

/**
 * Runs around every handler: of events, custom actions and jobs. If it does not call `next()`, the handler does not run and
 * counts as completed. If it throws, the handler counts as failed. The middleware ends only when the handler has ended, even
 * if it does not await `next()`.
 */
export type Middleware<Client = FrameioClient, Env = NoVariables, Secret extends string = never> = Around<
  AnyContext<Client, Env, Secret>
>;

/** Runs around a handler with this context. */
export type Around<Context> = (context: Context, next: () => Promise<void>) => void | Promise<void>;

/**
 * Runs `handler` inside `middleware`. The first middleware is the outermost.
 *
 * If a middleware calls `next()` after it has ended, the handler does not run, and the log has an error.
 *
 * @throws ConfigError when a middleware calls `next()` twice.
 */
export function runMiddleware<Context extends { readonly logger: Logger }>(
  middleware: readonly Around<Context>[],
  context: Context,
  handler: () => void | Promise<void>,
): void | Promise<void> {
  const outermost = middleware[0];
  if (!outermost) {
    // A constant in a bundle: see `cdk/bundling`.
    return process.env.FRAMEIO_LAMBDA_SANDBOX === 'true' ? traceHandler(context, handler) : handler();
  }
  return runAround(outermost, context, async () => runMiddleware(middleware.slice(1), context, handler));
}

async function runAround<Context extends { readonly logger: Logger }>(
  outer: Around<Context>,
  context: Context,
  runInner: () => Promise<void>,
): Promise<void> {
  let inner: Promise<void> | undefined;
  let hasEnded = false;
  const next = (): Promise<void> => {
    if (inner) throw new ConfigError('A middleware called next() twice. Call next() once and await it.');
    if (hasEnded) {
      context.logger.error(
        'handler skipped: a middleware called next() after it had ended; await all work before next()',
      );
      return Promise.resolve();
    }
    inner = runInner();
    inner.catch(() => undefined); // the `finally` below rethrows it, even if the middleware does not await it
    return inner;
  };
  try {
    await outer(context, next);
  } finally {
    hasEnded = true;
    await inner;
  }
}
