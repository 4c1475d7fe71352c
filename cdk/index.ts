/**
 * AWS CDK constructs that deploy an app.
 *
 * @module frameio-lambda/cdk
 */

export type { AppSources } from './app-sources.ts';
export type { Throttle } from './constructs/api-stage.ts';
export { type ActionsSettings, CustomActions, type CustomActionsProps } from './constructs/custom-actions.ts';
export { type AlarmSettings, DeliveryAlarms, type DeliveryAlarmsProps } from './constructs/delivery-alarms.ts';
export { DeliveryQueue, type DeliveryQueueProps } from './constructs/delivery-queue.ts';
export { DeliveryWorker, type DeliveryWorkerProps, type WorkerSettings } from './constructs/delivery-worker.ts';
export { FrameioSecrets, type FrameioSecretsProps } from './constructs/frameio-secrets.ts';
export { IdempotencyTable, type IdempotencyTableProps } from './constructs/idempotency-table.ts';
export type { JobFunctionProps } from './constructs/job-function.ts';
export type { JobResources, JobSettings } from './constructs/job-functions.ts';
export type { FunctionSettings } from './constructs/node-function.ts';
export { Reconciliation, type ReconciliationProps, type ReconciliationSettings } from './constructs/reconciliation.ts';
export { serviceMetric } from './constructs/service-metric.ts';
export {
  SigningSecretRotation,
  type SigningSecretRotationProps,
  type SigningSecretRotationSettings,
} from './constructs/signing-secret-rotation.ts';
export { type StoreSettings, StoreTable, type StoreTableProps } from './constructs/store-table.ts';
export type { StoredSecret } from './constructs/stored-secret.ts';
export { TokenRotation, type TokenRotationProps, type TokenRotationSettings } from './constructs/token-rotation.ts';
export { type WebhookAlarmSettings, WebhookAlarms, type WebhookAlarmsProps } from './constructs/webhook-alarms.ts';
export { WebhookDashboard, type WebhookDashboardProps } from './constructs/webhook-dashboard.ts';
export { type EndpointSettings, WebhookEndpoint, type WebhookEndpointProps } from './constructs/webhook-endpoint.ts';
export {
  type RegistrationSettings,
  WebhookRegistration,
  type WebhookRegistrationProps,
} from './constructs/webhook-registration.ts';
export type { DeliveryMode } from './delivery-mode.ts';
export { FrameioStack, type FrameioStackProps } from './frameio-stack.ts';
export { FrameioWebhook } from './frameio-webhook.ts';
export type { FrameioWebhookProps } from './frameio-webhook-props.ts';
export { type SelectedStage, selectStage } from './select-stage.ts';
