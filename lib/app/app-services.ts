import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import type { FrameioClientLike } from '../client/client-like.ts';
import type { AppManifest } from '../core/manifest.ts';
import type { AnyContext } from '../dispatch/any-context.ts';
import type { HandlerServices } from '../dispatch/handler-run.ts';
import type { ClientProvider, ContextServices } from '../dispatch/lazy-context.ts';
import type { Middleware } from '../dispatch/middleware.ts';
import { defaultMetrics } from '../observability/default-metrics.ts';
import { type Logger, withSerializedErrors } from '../observability/logger.ts';
import { type MetricsRecorder, neverThrowing } from '../observability/metrics.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { isSecretReference } from '../secrets/secret-cache.ts';
import { resolveSigningSecrets, type SigningSecrets } from '../secrets/signing-secrets.ts';
import { type AppFeatures, createFeatures, requireFeatures } from './app-features.ts';
import type { AppOptions, CustomClientOptions } from './app-options.ts';
import { AppToken } from './app-token.ts';
import { clientProvider } from './client-provider.ts';
import { declaredEnv, type EnvDeclaration, type EnvValues, readEnvDeclaration } from './declared-env.ts';
import {
  DeclaredSecrets,
  readSecretsDeclaration,
  type SecretName,
  type SecretsDeclaration,
} from './declared-secrets.ts';
import { ErrorHandlers } from './error-handlers.ts';
import { idempotencyStoreProvider } from './idempotency-store-provider.ts';
import { rememberedSecrets } from './remembered-secrets.ts';
import { COMMENT_EVENTS, SelfEventFilter } from './self-event-filter.ts';
import { storeProvider } from './store-provider.ts';
import { WebhookDispatcher } from './webhook-dispatcher.ts';

/** The parts of an app. */
export interface AppServices<Client extends FrameioClientLike, Env, Secret extends string> {
  readonly logger: Logger;
  readonly metrics: MetricsRecorder;
  readonly signingSecrets: SigningSecrets;
  readonly token: AppToken;
  readonly secrets: DeclaredSecrets;
  readonly client: ClientProvider<Client>;
  /** The part of the manifest that follows from the options. */
  readonly declarations: Omit<AppManifest, 'version' | 'handlers' | 'actions' | 'jobs'>;
  readonly middleware: Middleware<Client, Env, Secret>[];
  readonly errorHandlers: ErrorHandlers<Client, Env, Secret>;
  readonly idempotencyStore: HandlerServices<never>['idempotencyStore'];
  readonly webhooks: WebhookDispatcher<Client, Env, Secret>;
  readonly features: AppFeatures<Client, Env, Secret> | undefined;
}

/**
 * Creates the parts of an app from its options. Makes no call and reads no variable that a deployment must set.
 *
 * @throws ConfigError for an invalid declaration in `env` or `secrets`.
 */
export function createAppServices<
  Client extends FrameioClientLike,
  Env extends EnvDeclaration,
  Secrets extends SecretsDeclaration,
>(options: AppOptions | CustomClientOptions<Client> = {}): AppServices<Client, EnvValues<Env>, SecretName<Secrets>> {
  const { signingSecrets, actionSigningSecrets, store = false, skipSelfEvents = COMMENT_EVENTS } = options;
  const logger = withSerializedErrors(options.logger ?? new PowertoolsLogger(), serializeError);
  const metrics = neverThrowing(options.metrics ?? defaultMetrics(options.logger), logger);
  const token = new AppToken('token' in options ? options.token : undefined);
  const client = clientProvider<Client>(options, token, logger, metrics);
  const env = readEnvDeclaration(options.env);
  const declaredSecrets = readSecretsDeclaration(options.secrets, Object.keys(env));
  const secrets = new DeclaredSecrets(declaredSecrets, { logger, metrics });
  const middleware: Middleware<Client, EnvValues<Env>, SecretName<Secrets>>[] = [];
  const errorHandlers = new ErrorHandlers<Client, EnvValues<Env>, SecretName<Secrets>>();
  const contextServices: ContextServices<Client, EnvValues<Env>, SecretName<Secrets>> = {
    logger,
    client,
    env: declaredEnv<Env>(env),
    secrets,
    store: storeProvider(store),
    enqueuer: (origin) => requireFeatures(features).enqueuer(origin),
  };
  const handlerServices: HandlerServices<AnyContext<Client, EnvValues<Env>, SecretName<Secrets>>> = {
    middleware,
    idempotencyStore: idempotencyStoreProvider(options.idempotencyStore),
    metrics,
    onError: (error, context) => errorHandlers.report(error, context),
  };
  const clock = 'clock' in options ? options.clock : undefined;
  const webhooks = new WebhookDispatcher({
    logger,
    selfEvents: new SelfEventFilter(client, skipSelfEvents, { logger, clock }),
    contextServices,
    handlerServices,
  });
  const features = createFeatures({
    logger,
    metrics,
    contextServices,
    handlerServices,
    actionSigningSecrets,
    actionFailureMessage: options.actionFailureMessage,
    hasStore: store !== false,
    onRequest: () => webhooks.handlers.close(),
  });
  return {
    logger,
    metrics,
    signingSecrets: rememberedSecrets(resolveSigningSecrets(signingSecrets, logger, metrics)),
    token,
    secrets,
    client,
    declarations: {
      env,
      secrets: declaredSecrets,
      store: store === true,
      ...(token.secretId !== undefined && { apiCredentialsSecretId: token.secretId }),
      ...(isSecretReference(signingSecrets) && { signingSecretsSecretId: signingSecrets.secretId }),
      ...(isSecretReference(actionSigningSecrets) && { actionSigningSecretsSecretId: actionSigningSecrets.secretId }),
    },
    middleware,
    errorHandlers,
    idempotencyStore: handlerServices.idempotencyStore,
    webhooks,
    features,
  };
}
