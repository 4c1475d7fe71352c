export { App, type AppOptions, type ErrorHandler, type HandlerOptions } from './app.ts';
export type { ApiHeaders, ApiPromise, ApiResponse } from './client/api-promise.ts';
export type { HttpMethod, RequestOptions } from './client/api-request.ts';
export { FrameioClient, type FrameioClientOptions } from './client/client.ts';
export type * as Frameio from './client/frameio.ts';
export type { Listing, Page, PageLinks } from './client/page.ts';
export type { CommaSeparated, PageQuery, Query, QueryFilters, QueryValue } from './client/query.ts';
export type { TokenOption, TokenSource } from './client/token.ts';
export type { HandlerContext, WebhookHandler } from './context.ts';
export type { HandlerResult } from './dispatch.ts';
export { type EndpointHandler, type EndpointOptions, endpointHandler } from './endpoint.ts';
export { ENV, requireEnv } from './env.ts';
export {
  ApiAbortedError,
  type ApiCall,
  ApiConnectionError,
  type ApiErrorDetail,
  type ApiErrorResponse,
  ApiResponseError,
  ApiTimeoutError,
  BadRequestError,
  ConfigError,
  ConflictError,
  ForbiddenError,
  FrameioApiError,
  FrameioLambdaError,
  HandlerBudgetError,
  NotFoundError,
  type RateLimit,
  RateLimitError,
  SecretNotSetError,
  SecretUnavailableError,
  UnauthorizedError,
  UnprocessableEntityError,
} from './errors.ts';
export {
  type AnyWebhookEvent,
  RESOURCE_OF_EVENT,
  type UnknownWebhookEvent,
  type WebhookEvent,
  type WebhookEventName,
} from './events/event-map.ts';
export type { HttpReply } from './http/reply.ts';
export type { LogAttributes, Logger } from './logger.ts';
export type { Middleware } from './middleware.ts';
export {
  type SecretReference,
  SecretStore,
  type SecretStoreOptions,
  type SecretVersions,
  type WantedVersions,
} from './secrets/secret-store.ts';
export { fromSecretsManager, type SecretsManagerOptions } from './secrets/secrets-manager.ts';
export type { SigningSecretsOption } from './secrets/signing-secrets.ts';
export {
  type RefusalReason,
  type SignedRequest,
  TOLERANCE_SECONDS,
  type Verification,
  verifySignature,
} from './signature/verify-signature.ts';
