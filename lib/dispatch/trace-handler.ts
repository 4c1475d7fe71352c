/** Name of the `diagnostics_channel` whose message is the context of a handler. */
const HANDLER_CHANNEL = 'frameio-lambda:handler';

/**
 * Runs a handler so that the sandbox knows what runs: the stores of the channel hold the context of the handler, also in what
 * the handler starts. Only bundles for the sandbox contain this code.
 */
export function traceHandler<Result>(context: object, handler: () => Result): Result {
  const { channel } = process.getBuiltinModule('node:diagnostics_channel');
  return channel(HANDLER_CHANNEL).runStores(context, handler);
}
