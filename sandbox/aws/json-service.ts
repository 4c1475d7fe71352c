import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { SandboxClock } from '../clock.ts';
import type { Listener } from '../listen.ts';
import { readBody } from '../read-body.ts';
import { signatureFault } from './signed-request.ts';

/**
 * What goes wrong with a call. `hang` and `reset` do nothing of what is asked, and never answer or cut the connection;
 * `hang_when_done` and `reset_when_done` do the same after it is done; a delay does it later, by the sandbox's clock.
 */
export type ServiceFault =
  | 'denied'
  | 'throttled'
  | 'down'
  | 'hang'
  | 'reset'
  | 'hang_when_done'
  | 'reset_when_done'
  | { readonly delayMs: number };

/** One call, as the service sees it. */
export interface ServiceCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The fault of every call, or of each call as it comes. */
export type FaultOption = ServiceFault | ((call: ServiceCall) => ServiceFault | undefined) | undefined;

/** Who calls. */
export interface ServiceCaller {
  /** The service's host and port, as the caller knows them. */
  readonly host: string;
  /** Aborts when the caller hangs up. */
  readonly signal: AbortSignal;
}

/** What a call is answered. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call that is refused, in the words of the service. */
export class ServiceRefusal extends Error {
  override readonly name = 'ServiceRefusal';
  readonly type: string;
  readonly status: number;

  /** @param type - The error's `__type`. */
  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** What a service of AWS's JSON protocol is made of. */
export interface JsonServiceOptions {
  /** Name of the service in a signature's scope. */
  readonly service: string;
  /** What stands before the operation in `x-amz-target`. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  /** Told of every call, also of those that go wrong. */
  readonly onCall: (call: ServiceCall) => void;
  readonly fault: () => FaultOption;
  readonly clock: SandboxClock;
  /**
   * Does what is asked.
   *
   * @throws ServiceRefusal
   */
  readonly answer: (call: ServiceCall, caller: ServiceCaller) => ServiceAnswer | Promise<ServiceAnswer>;
}

const MAX_BODY_BYTES = 16_777_216;

/** A service that speaks AWS's JSON protocol, as far as its callers can tell. */
export function jsonService(options: JsonServiceOptions): Listener {
  return async (request, response) => {
    const body = await readBody(request, MAX_BODY_BYTES);
    const hungUp = new AbortController();
    response.once('close', () => hungUp.abort());
    const operation = String(request.headers['x-amz-target']).replace(`${options.target}.`, '');
    const input = parseInput(body);
    const call = { operation, input: input ?? {} };
    options.onCall(call);
    const fault = faultOf(options.fault(), call);
    if (typeof fault === 'object') await options.clock.wait(fault.delayMs, hungUp.signal);
    if (fault === 'hang') return;
    if (fault === 'reset') return cut(response);
    const {
      status,
      body: answer,
      headers,
    } = await answerOf(options, fault, async () => {
      checkSignature(request.headers, options.service);
      if (!input) throw new ServiceRefusal('com.amazon.coral.service#SerializationException', 'The body is not JSON.');
      return await options.answer(call, { host: request.headers.host ?? '', signal: hungUp.signal });
    });
    if (fault === 'hang_when_done') return;
    if (fault === 'reset_when_done') return cut(response);
    response.writeHead(status, { 'content-type': `application/x-amz-json-${options.version}`, ...headers });
    response.end(JSON.stringify(answer));
  };
}

const REFUSAL_OF_FAULT = {
  denied: refusal('AccessDeniedException', 'User is not authorized to perform this operation.'),
  throttled: refusal('ThrottlingException', 'Rate exceeded'),
  down: refusal('InternalServerError', 'An error occurred on the server side.', 500),
} as const;

async function answerOf(
  { service }: JsonServiceOptions,
  fault: ServiceFault | undefined,
  answer: () => Promise<ServiceAnswer>,
): Promise<ServiceAnswer> {
  if (fault === 'denied' || fault === 'throttled' || fault === 'down') return REFUSAL_OF_FAULT[fault];
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ServiceRefusal) return refusal(error.type, error.message, error.status);
    return refusal('InternalFailure', `The sandbox’s ${service} failed: ${error}`, 500); // so that the caller sees why
  }
}

function refusal(type: string, message: string, status = 400): ServiceAnswer {
  return { status, body: { __type: type, message } };
}

function faultOf(fault: FaultOption, call: ServiceCall): ServiceFault | undefined {
  return typeof fault === 'function' ? fault(call) : fault;
}

/** Signatures are not verified, but have to be there, of the right form and for this service. */
function checkSignature(headers: IncomingHttpHeaders, service: string): void {
  const fault = signatureFault(headers, service);
  if (fault) throw new ServiceRefusal(fault, 'The request is not signed as it should be.', 403);
}

function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function parseInput(body: Buffer | undefined): Record<string, unknown> | undefined {
  try {
    const input: unknown = JSON.parse(body?.toString('utf8') ?? '');
    return typeof input === 'object' && input !== null ? { ...input } : undefined;
  } catch {
    return undefined;
  }
}
