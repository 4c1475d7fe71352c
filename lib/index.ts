/**
 * Receives Frame.io webhooks safely and runs a team's handlers.
 *
 * @module frameio-lambda
 */

export type { ActionContext, ActionHandler } from './actions/action-context.ts';
export { checkbox } from './actions/checkbox.ts';
export { type Form, form } from './actions/form.ts';
export type { FormContext } from './actions/form-context.ts';
export type { FormData } from './actions/form-data.ts';
export { link } from './actions/link.ts';
export { type Message, message } from './actions/message.ts';
export { select } from './actions/select.ts';
export { text, textarea } from './actions/text.ts';
export { wizard } from './actions/wizard.ts';
export { fetchHandler } from './adapters/fetch-handler.ts';
export { nodeHandler } from './adapters/node-handler.ts';
export { App } from './app/app.ts';
export type { AppOptions } from './app/app-options.ts';
export type { ContextOf } from './app/context-of.ts';
export type { EnvDeclaration } from './app/declared-env.ts';
export type { SecretsDeclaration } from './app/declared-secrets.ts';
export type { ErrorHandler, HandlerOptions } from './app/handler-options.ts';
export { FrameioApiError } from './client/errors/frameio-api-error.ts';
export { NotFoundError, RateLimitError } from './client/errors/status-errors.ts';
export type * as Frameio from './client/frameio.ts';
export { requireEnv } from './core/env.ts';
export { ConfigError, FrameioLambdaError, PermanentError, RetryLater } from './core/errors.ts';
export type { JsonValue } from './core/json.ts';
export type { AppManifest } from './core/manifest.ts';
export type { AnyContext } from './dispatch/any-context.ts';
export type { SecretValues } from './dispatch/common-context.ts';
export type { HandlerContext, WebhookHandler } from './dispatch/handler-context.ts';
export type { Middleware } from './dispatch/middleware.ts';
export { type ActionsOptions, actionsHandler } from './endpoint/actions-handler.ts';
export type { EndpointHandler } from './endpoint/endpoint.ts';
export { endpointHandler } from './endpoint/endpoint-handler.ts';
export type { EndpointOptions } from './endpoint/inline-endpoint.ts';
export { type QueuedEndpointOptions, queuedEndpointHandler } from './endpoint/queued-endpoint-handler.ts';
export {
  type AnyWebhookEvent,
  RESOURCE_OF_EVENT,
  type WebhookEvent,
  type WebhookEventName,
} from './events/event-map.ts';
export { DynamoDbIdempotencyStore } from './idempotency/dynamodb-idempotency-store.ts';
export type { IdempotencyStore } from './idempotency/idempotency-store.ts';
export type { SameEventRule } from './idempotency/same-event.ts';
export { type Job, job } from './jobs/job.ts';
export type { JobContext, JobHandler } from './jobs/job-context.ts';
export { EmfMetrics } from './observability/emf-metrics.ts';
export type { Logger } from './observability/logger.ts';
export type { MetricName, MetricsRecorder } from './observability/metrics.ts';
export type { DeliveryQueue } from './queue/delivery-queue.ts';
export type { SecretReference } from './secrets/secret-cache.ts';
export { fromSecretsManager } from './secrets/secrets-manager.ts';
export type { SigningSecretsOption } from './secrets/signing-secrets.ts';
export { DynamoDbStore } from './store/dynamodb-store.ts';
export { MemoryStore } from './store/memory-store.ts';
export type { Store, StoreWriteOptions } from './store/store.ts';
export { StoreError, StoreValueError } from './store/store-errors.ts';
export { type WorkerHandler, type WorkerOptions, workerHandler } from './worker/worker-handler.ts';
