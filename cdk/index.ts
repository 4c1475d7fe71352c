/**
 * AWS CDK constructs that deploy an app.
 *
 * @module frameio-lambda/cdk
 */

export type { DeliveryMode } from './delivery-mode.ts';
export { FrameioStack, type FrameioStackProps } from './frameio-stack.ts';
