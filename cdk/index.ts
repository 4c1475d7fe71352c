/**
 * AWS CDK constructs that deploy an app.
 *
 * @module frameio-lambda/cdk
 */

export type { ActionsSettings } from './constructs/custom-actions.ts';
export type { AlarmSettings } from './constructs/delivery-alarms.ts';
export type { WorkerSettings } from './constructs/delivery-worker.ts';
export type { JobFunctionProps } from './constructs/job-function.ts';
export type { JobResources, JobSettings } from './constructs/job-functions.ts';
export type { FunctionSettings } from './constructs/node-function.ts';
export type { ReconciliationSettings } from './constructs/reconciliation.ts';
export type { StoreSettings } from './constructs/store-table.ts';
export type { StoredSecret } from './constructs/stored-secret.ts';
export type { TokenRotationSettings } from './constructs/token-rotation.ts';
export type { WebhookAlarmSettings } from './constructs/webhook-alarms.ts';
export type { EndpointSettings } from './constructs/webhook-endpoint.ts';
export type { DeliveryMode } from './delivery-mode.ts';
export { FrameioStack, type FrameioStackProps } from './frameio-stack.ts';
export { FrameioWebhook } from './frameio-webhook.ts';
export type { FrameioWebhookProps } from './frameio-webhook-props.ts';
export { type SelectedStage, selectStage } from './select-stage.ts';
