import type { AnyContext } from '../dispatch/any-context.ts';
import { serializeError } from '../observability/serialize-error.ts';
import type { ErrorHandler } from './handler-options.ts';

/** The `onError` handlers of an app. */
export class ErrorHandlers<Client, Env, Secret extends string> {
  readonly #handlers: ErrorHandler<Client, Env, Secret>[] = [];

  add(handler: ErrorHandler<Client, Env, Secret>): void {
    this.#handlers.push(handler);
  }

  /** Calls the handlers one after the other, and logs the failure of a handler. Never rejects. */
  async report(error: unknown, context: AnyContext<Client, Env, Secret>): Promise<void> {
    for (const handle of this.#handlers) {
      try {
        await handle(error, context);
      } catch (handlerError) {
        context.logger.error('onError handler failed', { error: serializeError(handlerError) });
      }
    }
  }
}
