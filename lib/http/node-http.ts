import type * as http from 'node:http';
import type * as https from 'node:https';

// An `import` of `node:http` reads all of its exports and so loads undici, which adds 13 ms to a cold start on Node 24.
const nodeHttp = process.getBuiltinModule('node:http');
const nodeHttps = process.getBuiltinModule('node:https');

/** Returns the module of Node.js for the scheme of a URL: `node:https` or `node:http`. */
export function httpModuleOf({ protocol }: URL): typeof http | typeof https {
  return protocol === 'https:' ? nodeHttps : nodeHttp;
}
