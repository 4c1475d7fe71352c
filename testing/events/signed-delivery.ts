import { signedHeaders } from '../../sandbox/frameio/webhooks/signed-headers.ts';

/** How to sign a delivery. */
export interface SigningOptions {
  /** Signing secret of the webhook or the custom action. */
  readonly secret: string;
  /**
   * Time of the signature in Unix seconds. A text is sent and signed unchanged.
   * @default now
   */
  readonly timestamp?: number | string;
  /**
   * Path of the URL. Requests of custom actions end in `/actions`.
   * @default /frameio
   */
  readonly path?: string;
  /**
   * Id of the request in API Gateway.
   * @default none
   */
  readonly requestId?: string;
}

/** A request as API Gateway passes it to a Lambda function (payload v2). `headers` and `body` serve any other server. */
export interface SignedDelivery {
  readonly version: '2.0';
  readonly routeKey: string;
  readonly rawPath: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly http: { readonly method: string; readonly path: string };
    readonly stage: string;
    readonly requestId?: string;
  };
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/**
 * Returns a signed request of Frame.io.
 *
 * @param body - Value to send as JSON, such as `webhookBody('file.ready')`, or a text to send unchanged.
 */
export function signedDelivery(body: object | string, options: SigningOptions): SignedDelivery {
  const { secret, timestamp = Math.floor(Date.now() / 1_000), path = '/frameio', requestId } = options;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    version: '2.0',
    routeKey: `POST ${path}`,
    rawPath: path,
    headers: signedHeaders(text, secret, timestamp),
    requestContext: {
      http: { method: 'POST', path },
      stage: '$default',
      ...(requestId !== undefined && { requestId }),
    },
    body: text,
    isBase64Encoded: false,
  };
}
