export { App, type ErrorHandler, type HandlerOptions } from './app.ts';
export type { AppOptions, AppOptionsOf, HandlingOptions, OwnClientOptions } from './app-options.ts';
export { type AwsCall, AwsConnectionError, type AwsRefusal, AwsServiceError } from './aws/aws-errors.ts';
export type { TableClient as TableCaller } from './aws/dynamodb-client.ts';
export type { QueueClient } from './aws/sqs-client.ts';
export type { SendOptions, SqsQueue } from './aws/sqs-queue.ts';
export {
  ApiAbortedError,
  type ApiCall,
  ApiCallError,
  ApiConnectionError,
  type ApiErrorDetail,
  type ApiErrorResponse,
  ApiResponseError,
  ApiTimeoutError,
  BadRequestError,
  ConflictError,
  ForbiddenError,
  FrameioApiError,
  NotFoundError,
  PaceError,
  type RateLimit,
  RateLimitError,
  RequestTimeoutError,
  ServerError,
  TokenExchangeError,
  type TokenExchangeFailure,
  type UnansweredCall,
  UnauthorizedError,
  UnprocessableEntityError,
} from './client/api-errors.ts';
export type { ApiHeaders, ApiPromise, ApiResponse } from './client/api-promise.ts';
export type { HttpMethod, RequestOptions } from './client/api-request.ts';
export {
  FrameioClient,
  type FrameioClientOptions,
  type FrameioClientSettings,
  type RawRequest,
} from './client/client.ts';
export type { FrameioClientLike } from './client/client-like.ts';
export type * as Frameio from './client/frameio.ts';
export type { ClientHooks, IncomingResponse, OutgoingRequest } from './client/hooks.ts';
export type { Pace, PaceOption } from './client/pace.ts';
export type { Listing, Page, PageLinks } from './client/page.ts';
export { path } from './client/path.ts';
export type { CommaSeparated, PageQuery, Query, QueryFilters, QueryValue } from './client/query.ts';
export { ServerToServerAuth, type ServerToServerOptions } from './client/server-to-server.ts';
export type { TokenOption } from './client/token.ts';
export type { TokenSource } from './client/token-source.ts';
export type { UploadProgress } from './client/upload/send-parts.ts';
export type { FileUpload } from './client/upload/upload.ts';
export { type FailedUpload, type RefusedPart, StorageError, UploadError } from './client/upload/upload-errors.ts';
export type { UploadBody } from './client/upload/upload-source.ts';
export type { Clock } from './clock.ts';
export type { DeliveryDetails, HandlerContext, WebhookHandler } from './context.ts';
export { EmfMetrics } from './emf-metrics.ts';
export { type EndpointOptions, endpointHandler } from './endpoint.ts';
export { ENV, numberInEnv, requireEnv } from './env.ts';
export {
  ConfigError,
  FrameioLambdaError,
  HandlerBudgetError,
  HandlerCrashedError,
  LedgerError,
  MessageTooLongError,
  PermanentError,
  RetryLater,
  SecretNotSetError,
  SecretUnavailableError,
} from './errors.ts';
export {
  type AnyWebhookEvent,
  RESOURCE_OF_EVENT,
  type UnknownWebhookEvent,
  type WebhookEvent,
  type WebhookEventName,
} from './events/event-map.ts';
export type { HandlerResult } from './handler-result.ts';
export type { HttpReply } from './http/reply.ts';
export type { LogAttributes, Logger } from './logger.ts';
export { METRICS, type MetricName, type MetricsRecorder } from './metrics.ts';
export type { Middleware } from './middleware.ts';
export { deliveryKey, type KeyedDelivery } from './queue/delivery-key.ts';
export { type DeliveryQueue, type EnqueueOptions, SqsDeliveryQueue } from './queue/delivery-queue.ts';
export { DynamoDbLedger } from './queue/dynamodb-ledger.ts';
export type { Ledger, LedgerEntry, LedgerOutcome, LedgerTurn } from './queue/ledger.ts';
export type { QueuedDelivery } from './queue/queued-delivery.ts';
export { type QueuedEndpointOptions, queuedEndpointHandler } from './queued-endpoint.ts';
export type { EndpointHandler } from './receiver.ts';
export {
  type SecretFetch,
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
export {
  type BatchReply,
  type InvocationContext,
  type WorkerHandler,
  type WorkerOptions,
  workerHandler,
} from './worker.ts';
