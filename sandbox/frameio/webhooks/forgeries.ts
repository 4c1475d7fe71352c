import { signedHeaders } from './signed-headers.ts';

/** A request to sign. */
export interface RequestToSign {
  readonly body: string;
  readonly secret: string;
  /** Unix seconds. */
  readonly timestamp: number;
}

/** A request that is ready to be sent. */
export interface SignedRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Forgery {
  /** What is wrong with the request, for people. */
  readonly summary: string;
  forge(request: RequestToSign): SignedRequest;
}

/** More than the 300 seconds that an endpoint accepts. */
const TOO_LONG_SECONDS = 600;

/** Headers that a signed request has. */
export const SIGNATURE_HEADERS = {
  signature: 'x-frameio-signature',
  timestamp: 'x-frameio-request-timestamp',
} as const;

/** Requests that an endpoint must refuse, because Frame.io did not sign them, or not now. */
export const FORGERIES = {
  'bad-signature': {
    summary: 'one digit of the signature is changed',
    forge: (request) =>
      withHeader(request, SIGNATURE_HEADERS.signature, (value) =>
        value.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
      ),
  },
  'no-signature': {
    summary: 'the signature header is missing',
    forge: (request) => withHeader(request, SIGNATURE_HEADERS.signature, () => undefined),
  },
  'wrong-secret': {
    summary: 'another secret signed the request',
    forge: (request) => sign({ ...request, secret: `not-${request.secret}` }),
  },
  'changed-body': {
    summary: 'the body is not the one that was signed',
    forge: (request) => {
      const body = request.body.replace(/\}\s*$/, ',"forged":true}');
      const { headers } = sign(request);
      return { body, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } };
    },
  },
  stale: {
    summary: `the timestamp is ${TOO_LONG_SECONDS} seconds old`,
    forge: (request) => sign({ ...request, timestamp: request.timestamp - TOO_LONG_SECONDS }),
  },
  future: {
    summary: `the timestamp is ${TOO_LONG_SECONDS} seconds ahead`,
    forge: (request) => sign({ ...request, timestamp: request.timestamp + TOO_LONG_SECONDS }),
  },
  'no-timestamp': {
    summary: 'the timestamp header is missing',
    forge: (request) => withHeader(request, SIGNATURE_HEADERS.timestamp, () => undefined),
  },
  'changed-timestamp': {
    summary: 'the timestamp is not the one that was signed',
    forge: (request) => withHeader(request, SIGNATURE_HEADERS.timestamp, (value) => String(Number(value) - 1)),
  },
  milliseconds: {
    summary: 'the timestamp is in milliseconds',
    forge: (request) => sign({ ...request, timestamp: request.timestamp * 1_000 }),
  },
} as const satisfies Record<string, Forgery>;

/** Name of a forgery. */
export type ForgeryName = keyof typeof FORGERIES;

/** Every name of a forgery. */
export const FORGERY_NAMES: readonly string[] = Object.keys(FORGERIES);

export function isForgeryName(name: unknown): name is ForgeryName {
  return typeof name === 'string' && Object.hasOwn(FORGERIES, name);
}

/** Signs a request as Frame.io does, or forges it. */
export function signRequest(request: RequestToSign, forgery?: ForgeryName | null): SignedRequest {
  return forgery ? FORGERIES[forgery].forge(request) : sign(request);
}

function sign({ body, secret, timestamp }: RequestToSign): SignedRequest {
  return { body, headers: signedHeaders(body, secret, timestamp) };
}

/** Signs a request and changes one header. `undefined` removes it. */
function withHeader(
  request: RequestToSign,
  name: string,
  change: (value: string) => string | undefined,
): SignedRequest {
  const { [name]: value = '', ...others } = sign(request).headers;
  const changed = change(value);
  return { body: request.body, headers: { ...others, ...(changed !== undefined && { [name]: changed }) } };
}
