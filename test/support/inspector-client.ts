import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { recordOf } from '../../lib/core/type-guards.ts';

type Message = Readonly<Record<string, unknown>>;

/** A debugger: a client of the inspector protocol of Node.js. */
export class InspectorClient {
  readonly #socket: Duplex;
  readonly #replies = new Map<number, (message: Message) => void>();
  readonly #events: { readonly method: string; readonly params: Message }[] = [];
  #notify: () => void = () => undefined;
  #received: Buffer = Buffer.alloc(0);
  #lastId = 0;

  private constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', (data: Buffer) => this.#receive(data));
  }

  /** Attaches to the process whose inspector listens on this port. */
  static async attach(port: number): Promise<InspectorClient> {
    const targets: unknown = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
    const { webSocketDebuggerUrl } = recordOf([targets].flat()[0]);
    const url = new URL(String(webSocketDebuggerUrl).replace(/^ws/, 'http'));
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
    };
    return await new Promise((resolve, reject) => {
      const upgrade = request(url, { headers });
      upgrade.on('upgrade', (_response, socket) => resolve(new InspectorClient(socket)));
      upgrade.on('error', reject);
      upgrade.end();
    });
  }

  /** Calls a method and returns its result. */
  async call(method: string, params: Message = {}): Promise<Message> {
    this.#lastId += 1;
    const id = this.#lastId;
    const reply = new Promise<Message>((resolve) => this.#replies.set(id, resolve));
    this.#send(JSON.stringify({ id, method, params }));
    const { result, error } = await reply;
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return recordOf(result);
  }

  /** Resolves with the parameters of the first event, past or future, that is like this. */
  async event(method: string, isWanted: (params: Message) => boolean = () => true): Promise<Message> {
    for (;;) {
      const found = this.#events.find((event) => event.method === method && isWanted(event.params));
      if (found) return found.params;
      await new Promise<void>((resolve) => {
        this.#notify = resolve;
      });
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Sends one frame (RFC 6455, 5.2). A client masks what it sends; a mask of zeros changes nothing. */
  #send(text: string): void {
    const payload = Buffer.from(text);
    const header = Buffer.alloc(8);
    header.writeUInt8(0x81, 0);
    header.writeUInt8(0xfe, 1);
    header.writeUInt16BE(payload.length, 2);
    this.#socket.write(Buffer.concat([header, payload]));
  }

  #receive(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (let frame = this.#nextFrame(); frame !== undefined; frame = this.#nextFrame()) {
      const { id, method, params, ...reply } = recordOf(JSON.parse(frame));
      if (typeof id === 'number') this.#replies.get(id)?.(reply);
      else this.#events.push({ method: String(method), params: recordOf(params) });
    }
    this.#notify();
  }

  #nextFrame(): string | undefined {
    const buffer = this.#received;
    if (buffer.length < 10) return undefined;
    const short = buffer.readUInt8(1);
    const [start, length] =
      short < 126 ? [2, short] : short === 126 ? [4, buffer.readUInt16BE(2)] : [10, Number(buffer.readBigUInt64BE(2))];
    if (buffer.length < start + length) return undefined;
    this.#received = buffer.subarray(start + length);
    return buffer.toString('utf8', start, start + length);
  }
}
