export type { DeliveryMode } from './delivery-mode.ts';
export { FrameioStack, type FrameioStackProps } from './frameio-stack.ts';
