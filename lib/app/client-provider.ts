import type { TokenOption } from '../client/auth/token-option.ts';
import { FrameioClient } from '../client/client.ts';
import type { IncomingResponse } from '../client/transport/hooks.ts';
import { ENV } from '../core/env.ts';
import { ConfigError } from '../core/errors.ts';
import type { ClientProvider } from '../dispatch/lazy-context.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import { isSecretReference } from '../secrets/secret-cache.ts';
import { StoredToken, type StoredTokenOptions } from '../secrets/stored-token.ts';
import type { AppOptions, CustomClientOptions } from './app-options.ts';
import type { AppToken } from './app-token.ts';

/**
 * Returns a provider of the app's client: the given one, or one that it creates on first use. `Client` differs from
 * `FrameioClient` only for a given client. If the caller passes a signal, a `FrameioClient` aborts its calls when the signal
 * aborts.
 */
export function clientProvider<Client>(
  options: AppOptions | CustomClientOptions<Client>,
  token: AppToken,
  logger: Logger,
  metrics: MetricsRecorder,
): ClientProvider<Client>;
export function clientProvider(
  options: AppOptions | CustomClientOptions<unknown>,
  token: AppToken,
  logger: Logger,
  metrics: MetricsRecorder,
): ClientProvider<unknown> {
  let client: unknown;
  return (signal) => {
    client ??= 'client' in options ? options.client : makeClient(options, token, logger, metrics);
    return signal && client instanceof FrameioClient ? client.withSignal(signal) : client;
  };
}

function makeClient(options: AppOptions, appToken: AppToken, logger: Logger, metrics: MetricsRecorder): FrameioClient {
  const {
    baseUrl = options.environment ?? process.env[ENV.frameioBaseUrl],
    imsUrl = process.env[ENV.imsUrl],
    maxRetries = process.env[ENV.queueUrl] ? 0 : undefined, // the queue retries, so that no invocation waits
    clock,
  } = options;
  const token = appToken.get();
  if (token === undefined || token === '') {
    throw new ConfigError(
      `The app has no token for the Frame.io API. Set ${ENV.apiCredentialsSecretId} to the name or ARN of a secret in Secrets Manager, or pass new App({ token }): a token, a function that returns one, or a secret such as fromSecretsManager(id).`,
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
    maxRetries,
  });
}

/** Converts the app's option to the client's: a secret becomes a token source, credentials get the Adobe IMS URL. */
function toTokenOption(token: NonNullable<AppOptions['token']>, options: StoredTokenOptions): TokenOption {
  if (typeof token !== 'object') return token;
  if (isSecretReference(token)) return new StoredToken(token, options);
  return 'clientId' in token ? { ...token, imsUrl: token.imsUrl ?? options.imsUrl } : token;
}
