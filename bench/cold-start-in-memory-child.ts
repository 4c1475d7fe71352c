import type { IncomingMessage, RequestOptions } from 'node:http';
import { runColdStart } from './run-cold-start.ts';
import { answerTo } from './stub-answers.ts';

// A cold start whose calls do not leave the process. Node's modules are loaded as ever, only `request` is another: it goes
// through the events of a connection that is made, a request that is sent and an answer that is read, each in a later
// turn. `process.getBuiltinModule`, as the bundle has it too: `import` would load more of Node than that.
const http = process.getBuiltinModule('node:http');
process.getBuiltinModule('node:https'); // only loaded, as the bundle does: the services have addresses without TLS
const { EventEmitter } = process.getBuiltinModule('node:events');

const calls: string[] = [];

class RequestInMemory extends EventEmitter {
  readonly reusedSocket = false;
  writableFinished = false;
  readonly #options: RequestOptions;

  constructor(options: RequestOptions) {
    super();
    this.#options = options;
  }

  end(body?: Uint8Array): this {
    setImmediate(() => this.#connect(body === undefined ? '' : Buffer.from(body).toString('utf8')));
    return this;
  }

  destroy(error?: Error): this {
    process.nextTick(() => this.emit('error', error ?? new Error('destroyed')));
    return this;
  }

  #connect(body: string): void {
    const socket = new EventEmitter();
    this.emit('socket', socket);
    setImmediate(() => {
      socket.emit('connect');
      socket.emit('secureConnect');
      this.writableFinished = true;
      setImmediate(() => this.#answer(body));
    });
  }

  #answer(body: string): void {
    const { method = 'GET', path } = this.#options;
    const headers: Readonly<Record<string, unknown>> = { ...this.#options.headers };
    const target = headers['x-amz-target'];
    const operation = typeof target === 'string' ? target : undefined;
    const { call, answer } = answerTo({ method, path: path ?? '', operation, body });
    calls.push(call);
    const response = Object.assign(new EventEmitter(), {
      statusCode: answer.status,
      headers: { 'content-type': 'application/json' },
    });
    this.emit('response', response);
    setImmediate(() => {
      response.emit('data', Buffer.from(JSON.stringify(answer.body)));
      response.emit('end');
    });
  }
}

function request(options: RequestOptions, onResponse: (response: IncomingMessage) => void) {
  return new RequestInMemory(options).once('response', onResponse);
}

Object.assign(http, { request });

await runColdStart(calls);
