import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';

/** The part of `node:http` and `node:https` that the framework uses. */
export interface HttpModule {
  readonly Agent: typeof Agent;
  request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest;
  get(url: URL, options: RequestOptions): ClientRequest;
}

/**
 * Returns a module of Node.js. An `import` of `node:http` reads all of its exports and so loads undici, which adds 13 ms to a
 * cold start on Node 24. The returned object inherits from the module, so that the test kit can replace its functions for
 * this framework only.
 */
const load = (scheme: 'http' | 'https'): HttpModule => Object.create(process.getBuiltinModule(`node:${scheme}`));

const nodeHttp = load('http');
const nodeHttps = load('https');

/** Returns the module of Node.js for the scheme of a URL: `node:https` or `node:http`. */
export function httpModuleOf({ protocol }: Pick<URL, 'protocol'>): HttpModule {
  return protocol === 'https:' ? nodeHttps : nodeHttp;
}
