import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { parseRecord } from '../../../lib/core/type-guards.ts';
import type { SandboxClock } from '../../clock/sandbox-clock.ts';
import type { Listener } from '../../http/listen.ts';
import { readBody } from '../../http/read-body.ts';
import { findSignatureError } from './request-signature.ts';

/**
 * A fault to simulate. `denied`, `throttled` and `down` return an error. `hang` never responds and `reset` resets the
 * connection, both without processing the call; their `_after_processing` variants process it first. `delayMs` delays
 * processing, by the sandbox's clock.
 */
export type ServiceFault =
  | 'denied'
  | 'throttled'
  | 'down'
  | 'hang'
  | 'reset'
  | 'hang_after_processing'
  | 'reset_after_processing'
  | { readonly delayMs: number };

/** One call to a service. */
export interface ServiceCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One fault for every call, or a function that picks the fault of each call. */
export type FaultOption = ServiceFault | ((call: ServiceCall) => ServiceFault | undefined) | undefined;

/** The caller of a service. */
export interface ServiceCaller {
  /** Host and port of the service, as the caller addresses them. */
  readonly host: string;
  /** Aborts when the caller disconnects. */
  readonly signal: AbortSignal;
}

/** Response to a call. */
export interface ServiceResponse {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error response of the service. */
export class AwsServiceError extends Error {
  override readonly name = 'AwsServiceError';
  readonly type: string;
  readonly status: number;

  /** @param type - `__type` of the error. */
  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** A service in AWS's JSON protocol. */
export interface JsonServiceOptions {
  /** Name of the service in the credential scope of a signature. */
  readonly service: string;
  /** Prefix of `x-amz-target`, before the operation. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  /** Receives every call, including those with a fault. */
  readonly onCall: (call: ServiceCall) => void;
  readonly fault: () => FaultOption;
  readonly clock: SandboxClock;
  /**
   * Processes a call.
   *
   * @throws AwsServiceError
   */
  readonly handle: (call: ServiceCall, caller: ServiceCaller) => ServiceResponse | Promise<ServiceResponse>;
}

const MAX_BODY_BYTES = 16_777_216;

/** Serves one AWS service in AWS's JSON protocol. */
export function jsonService(options: JsonServiceOptions): Listener {
  return async (request, response) => {
    const body = await readBody(request, MAX_BODY_BYTES);
    const disconnected = new AbortController();
    response.once('close', () => disconnected.abort());
    const operation = String(request.headers['x-amz-target']).replace(`${options.target}.`, '');
    const input = parseRecord(body?.toString('utf8') ?? '');
    const call = { operation, input: input ?? {} };
    options.onCall(call);
    const fault = faultOf(options.fault(), call);
    if (typeof fault === 'object') {
      await options.clock.wait(fault.delayMs, disconnected.signal).catch(() => undefined);
      if (disconnected.signal.aborted) return;
    }
    if (fault === 'hang') return;
    if (fault === 'reset') return resetConnection(response);
    const result = await respond(options, fault, async () => {
      checkSignature(request.headers, options.service);
      if (!input)
        throw new AwsServiceError('com.amazon.coral.service#SerializationException', 'The body is not a JSON object.');
      return await options.handle(call, { host: request.headers.host ?? '', signal: disconnected.signal });
    });
    if (fault === 'hang_after_processing') return;
    if (fault === 'reset_after_processing') return resetConnection(response);
    const contentType = `application/x-amz-json-${options.version}`;
    const date = new Date(options.clock.now()).toUTCString(); // the AWS SDK corrects its clock by it
    response.writeHead(result.status, { date, 'content-type': contentType, ...result.headers });
    response.end(JSON.stringify(result.body));
  };
}

const ERROR_OF_FAULT = {
  denied: errorResponse('AccessDeniedException', 'User is not authorized to perform this operation.'),
  throttled: errorResponse('ThrottlingException', 'Rate exceeded'),
  down: errorResponse('InternalServerError', 'An error occurred on the server side.', 500),
} as const;

async function respond(
  { service }: JsonServiceOptions,
  fault: ServiceFault | undefined,
  handle: () => Promise<ServiceResponse>,
): Promise<ServiceResponse> {
  if (fault === 'denied' || fault === 'throttled' || fault === 'down') return ERROR_OF_FAULT[fault];
  try {
    return await handle();
  } catch (error) {
    if (error instanceof AwsServiceError) return errorResponse(error.type, error.message, error.status);
    return errorResponse('InternalFailure', `The sandbox’s ${service} failed: ${error}`, 500);
  }
}

function errorResponse(type: string, message: string, status = 400): ServiceResponse {
  return { status, body: { __type: type, message } };
}

function faultOf(fault: FaultOption, call: ServiceCall): ServiceFault | undefined {
  return typeof fault === 'function' ? fault(call) : fault;
}

/** Checks the form of the signature only: the sandbox does not know the credentials. */
function checkSignature(headers: IncomingHttpHeaders, service: string): void {
  const type = findSignatureError(headers, service);
  if (type) throw new AwsServiceError(type, `The request has no well-formed signature for ${service}.`, 403);
}

function resetConnection(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}
