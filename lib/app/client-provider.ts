import type { TokenOption } from '../client/auth/token-option.ts';
import { FrameioClient } from '../client/client.ts';
import type { IncomingResponse } from '../client/transport/hooks.ts';
import { ENV } from '../core/env.ts';
import { ConfigError } from '../core/errors.ts';
import type { ClientProvider } from '../dispatch/handler-context.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import { StoredToken, type StoredTokenOptions } from '../secrets/stored-token.ts';
import type { AppOptions, CustomClientOptions } from './app-options.ts';

/**
 * Returns a provider of the app's client: the given one, or one that it creates on first use. `Client` differs from
 * `FrameioClient` only for a given client. If the caller passes a signal, a `FrameioClient` aborts its calls when the signal
 * aborts.
 */
export function clientProvider<Client>(
  options: AppOptions | CustomClientOptions<Client>,
  logger: Logger,
  metrics: MetricsRecorder,
): ClientProvider<Client>;
export function clientProvider(
  options: AppOptions | CustomClientOptions<unknown>,
  logger: Logger,
  metrics: MetricsRecorder,
): ClientProvider<unknown> {
  let client: unknown;
  return (signal) => {
    client ??= 'client' in options ? options.client : makeClient(options, logger, metrics);
    return signal && client instanceof FrameioClient ? client.withSignal(signal) : client;
  };
}

function makeClient(options: AppOptions, logger: Logger, metrics: MetricsRecorder): FrameioClient {
  const { token, baseUrl = process.env[ENV.frameioBaseUrl], imsUrl = process.env[ENV.imsUrl], clock } = options;
  if (token === undefined || token === '') {
    throw new ConfigError(
      'The app has no token for the Frame.io API. Pass one to new App({ token }): a token, a function that returns one, or a secret such as fromSecretsManager(id).',
    );
  }
  const onResponse = (response: IncomingResponse) => {
    metrics.record('ApiCalls', 1);
    if (response.status === 429) metrics.record('ApiRateLimited', 1);
    return options.onResponse?.(response);
  };
  return new FrameioClient({
    ...options,
    onResponse,
    token: toTokenOption(token, { logger, metrics, imsUrl, clock }),
    baseUrl,
  });
}

/** Converts the app's option to the client's: a secret becomes a token source, credentials get the Adobe IMS URL. */
function toTokenOption(token: NonNullable<AppOptions['token']>, options: StoredTokenOptions): TokenOption {
  if (typeof token !== 'object') return token;
  if ('secretId' in token) return new StoredToken(token, options);
  return 'clientId' in token ? { ...token, imsUrl: token.imsUrl ?? options.imsUrl } : token;
}
