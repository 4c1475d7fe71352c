import * as http from 'node:http';
import { type HttpModule, httpModuleOf } from '../../lib/http/node-http.ts';
import { currentTest } from './test-context.ts';

let isInstalled = false;

/** Connects the requests of the framework to the services of the test that sends them. None of them leaves the process. */
export function installTestHttp(): void {
  if (isInstalled) return;
  isInstalled = true;
  for (const protocol of ['http:', 'https:']) {
    const module = httpModuleOf({ protocol });
    Object.assign(module, inTests({ Agent: module.Agent, request: module.request, get: module.get }));
  }
}

/** A connection in memory needs no TLS, so `node:http` sends the requests of both schemes. */
function inTests(original: HttpModule): Pick<HttpModule, 'request' | 'get'> {
  return {
    request: (options, onResponse) => {
      const test = currentTest();
      if (!test) return original.request(options, onResponse);
      return http.request({ ...options, protocol: 'http:', agent: test.agent }, onResponse);
    },
    get: (url, options) => {
      const test = currentTest();
      if (!test) return original.get(url, options);
      return http.get(url.href.replace(/^https:/, 'http:'), { ...options, agent: test.agent });
    },
  };
}
