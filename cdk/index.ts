/**
 * AWS CDK constructs that deploy an app.
 *
 * @module frameio-lambda/cdk
 */

export type { AlarmSettings } from './constructs/delivery-alarms.ts';
export type { WorkerSettings } from './constructs/delivery-worker.ts';
export type { FunctionSettings } from './constructs/node-function.ts';
export type { StoredSecret } from './constructs/stored-secret.ts';
export type { EndpointSettings } from './constructs/webhook-endpoint.ts';
export type { DeliveryMode } from './delivery-mode.ts';
export { FrameioStack, type FrameioStackProps } from './frameio-stack.ts';
export { FrameioWebhook, type FrameioWebhookProps } from './frameio-webhook.ts';
