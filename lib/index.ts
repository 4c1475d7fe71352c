/**
 * Receives Frame.io webhooks safely and runs a team's handlers.
 *
 * @module frameio-lambda
 */

export { App, type ContextOf, type ErrorHandler, type HandlerOptions } from './app/app.ts';
export type { AppOptions, AppOptionsFor, CommonAppOptions, CustomClientOptions } from './app/app-options.ts';
export { type AwsCall, AwsConnectionError, type AwsErrorResponse, AwsServiceError } from './aws/aws-errors.ts';
export type { TableClient } from './aws/dynamodb-client.ts';
export type { QueueClient } from './aws/sqs-client.ts';
export type { SendOptions, SqsQueue } from './aws/sqs-queue.ts';
export { ServerToServerAuth, type ServerToServerOptions } from './client/auth/server-to-server-auth.ts';
export type { TokenOption } from './client/auth/token-option.ts';
export type { TokenSource } from './client/auth/token-source.ts';
export {
  FrameioClient,
  type FrameioClientOptions,
  type FrameioClientSettings,
  type RawRequest,
} from './client/client.ts';
export type { FrameioClientLike } from './client/client-like.ts';
export { type ApiCall, ApiCallError, type FailedCall } from './client/errors/api-call-error.ts';
export { ClientRateLimitError } from './client/errors/client-rate-limit-error.ts';
export {
  type ApiErrorDetail,
  type ApiErrorResponse,
  FrameioApiError,
  type RateLimit,
} from './client/errors/frameio-api-error.ts';
export {
  ApiAbortedError,
  ApiConnectionError,
  ApiResponseError,
  ApiTimeoutError,
} from './client/errors/no-response-errors.ts';
export {
  BadRequestError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
  RateLimitError,
  RequestTimeoutError,
  ServerError,
  UnauthorizedError,
  UnprocessableEntityError,
} from './client/errors/status-errors.ts';
export { TokenExchangeError, type TokenExchangeFailure } from './client/errors/token-exchange-error.ts';
export { type FailedUpload, type RefusedPart, StorageError, UploadError } from './client/errors/upload-errors.ts';
export type * as Frameio from './client/frameio.ts';
export type { ApiHeaders, ApiPromise, ApiResponse } from './client/transport/api-promise.ts';
export type { HttpMethod, RequestOptions } from './client/transport/api-request.ts';
export type { ClientHooks, IncomingResponse, OutgoingRequest } from './client/transport/hooks.ts';
export type { Page, PageLinks, PagePromise } from './client/transport/page.ts';
export { path } from './client/transport/path.ts';
export type { CommaSeparated, PageQuery, Query, QueryFilters, QueryValue } from './client/transport/query.ts';
export type { RateLimiterOptions, RateLimitOption } from './client/transport/rate-limiter.ts';
export type { UploadProgress } from './client/upload/send-parts.ts';
export type { FileUpload } from './client/upload/upload.ts';
export type { UploadBody } from './client/upload/upload-source.ts';
export type { Clock } from './core/clock.ts';
export { ENV, readNumberFromEnv, requireEnv } from './core/env.ts';
export {
  ConfigError,
  FrameioLambdaError,
  HandlerCrashedError,
  HandlerTimeoutError,
  IdempotencyStoreError,
  MessageTooLongError,
  PermanentError,
  RetryLater,
  SecretNotSetError,
  SecretUnavailableError,
} from './core/errors.ts';
export type { HandlerOutcome } from './core/handler-outcome.ts';
export type { DeliveryDetails, HandlerContext, WebhookHandler } from './dispatch/handler-context.ts';
export type { HandlerResult } from './dispatch/handler-result.ts';
export type { Middleware } from './dispatch/middleware.ts';
export type { EndpointHandler } from './endpoint/endpoint.ts';
export { type EndpointOptions, endpointHandler } from './endpoint/endpoint-handler.ts';
export type { EndpointResponse } from './endpoint/http-response.ts';
export { type QueuedEndpointOptions, queuedEndpointHandler } from './endpoint/queued-endpoint-handler.ts';
export {
  type AnyWebhookEvent,
  RESOURCE_OF_EVENT,
  type UnknownWebhookEvent,
  type WebhookEvent,
  type WebhookEventName,
} from './events/event-map.ts';
export { deliveryKey, type KeyedDelivery } from './idempotency/delivery-key.ts';
export { DynamoDbIdempotencyStore } from './idempotency/dynamodb-idempotency-store.ts';
export type {
  AttemptHistory,
  IdempotencyStore,
  RunOnceOptions,
  RunOnceOutcome,
} from './idempotency/idempotency-store.ts';
export { EmfMetrics } from './observability/emf-metrics.ts';
export type { LogAttributes, Logger } from './observability/logger.ts';
export { METRICS, type MetricName, type MetricsRecorder } from './observability/metrics.ts';
export { type DeliveryQueue, type EnqueueOptions, SqsDeliveryQueue } from './queue/delivery-queue.ts';
export type { QueuedDelivery } from './queue/queued-delivery.ts';
export {
  type RequestedVersions,
  SecretCache,
  type SecretCacheOptions,
  type SecretFetch,
  type SecretReference,
  type SecretVersions,
} from './secrets/secret-cache.ts';
export { fromSecretsManager, type SecretsManagerOptions } from './secrets/secrets-manager.ts';
export type { SigningSecretsOption } from './secrets/signing-secrets.ts';
export {
  type SignedRequest,
  TOLERANCE_SECONDS,
  type Verification,
  type VerificationFailure,
  verifySignature,
} from './signature/verify-signature.ts';
export {
  type BatchResponse,
  type InvocationContext,
  type WorkerHandler,
  type WorkerOptions,
  workerHandler,
} from './worker/worker-handler.ts';
