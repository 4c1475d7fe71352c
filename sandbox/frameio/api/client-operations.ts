import { ExperimentalResources } from '../../../lib/client/resources/experimental-resources.ts';
import { StableResources } from '../../../lib/client/resources/stable-resources.ts';
import type { ApiRequest, ApiSender } from '../../../lib/client/transport/api-request.ts';
import { systemClock } from '../../../lib/core/clock.ts';
import { methodsOf } from './methods-of.ts';
import { findRoute, type Routable } from './router.ts';

/** An operation of Frame.io's API, as the client calls it. */
export interface ClientOperation extends Routable {
  /** Name of the client's method, such as `shares.show`. */
  readonly name: string;
}

/** More arguments than any method has. None is an id of Frame.io's. */
const ARGUMENTS = ['~0', '~1', '~2', '~3', '~4', '~5'];

/** Methods that read a file, then call other methods. */
export const SEVERAL_CALLS: ReadonlySet<string> = new Set(['files.upload', 'files.uploadVersion', 'files.download']);

let operations: readonly ClientOperation[] | undefined;

/** Finds the operation for a request among all that the client has, implemented by the sandbox or not. */
export function findClientOperation(method: string, path: string): ClientOperation | undefined {
  operations ??= clientOperations();
  return findRoute(operations, method, path)?.operation;
}

/** Returns every operation that the client can call. */
export function clientOperations(): readonly ClientOperation[] {
  const recorded = [StableResources, ExperimentalResources].flatMap((Resources) => {
    const requests: ApiRequest[] = [];
    const resources = new Resources(recordingSender(requests));
    for (const name of methodsOf(resources)) callMethod(resources, name);
    return requests;
  });
  const found = recorded.map(({ operation, method, path }) => ({ name: operation, method, path: toTemplate(path) }));
  return [...new Map(found.map((operation) => [`${operation.method} ${operation.path}`, operation])).values()];
}

/** Calls a method with a placeholder for each of its arguments, so that it sends its request to the recorder. */
function callMethod(resources: StableResources, name: string): void {
  const [resourceName = '', methodName = ''] = name.split('.');
  const resource: unknown = Reflect.get(resources, resourceName);
  const method: unknown = Reflect.get(Object(resource), methodName);
  if (typeof method !== 'function' || SEVERAL_CALLS.has(name)) return;
  const result: unknown = Reflect.apply(method, resource, ARGUMENTS);
  void Promise.resolve(result).catch(() => undefined);
}

function recordingSender(requests: ApiRequest[]): ApiSender {
  return {
    clock: systemClock,
    send: (request) => {
      requests.push(request);
      return Promise.reject(new Error('The recorder sends no request.'));
    },
  };
}

function toTemplate(path: string): string {
  return path.replace(/~(\d)(?=\/|$)/g, '{id_$1}');
}
