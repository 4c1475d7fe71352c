// Tells the sandbox what runs. Only bundles for the sandbox contain this code: see `cdk/bundling`.

/**
 * Runs a handler inside the stores of the channel `frameio-lambda:handler`. They hold the context of the handler, also in
 * what it starts.
 */
export function traceHandler<Result>(context: object, handler: () => Result): Result {
  return channel('frameio-lambda:handler').runStores(context, handler);
}

/** Publishes the settings of a worker. */
export function traceWorker(settings: { readonly maxAttempts: number }): void {
  channel('frameio-lambda:worker').publish(settings);
}

function channel(name: string) {
  return process.getBuiltinModule('node:diagnostics_channel').channel(name);
}
