import type { DeliveryMode } from '../cdk/delivery-mode.ts';
import type { FrameioStackProps } from '../cdk/frameio-stack.ts';

/** Entry points of the simulated app. Queued, the endpoint is the one that is deployed: it holds no handler. */
export const ENTRY_POINTS = {
  inline: { Endpoint: 'simulation/app/endpoint.ts', Worker: 'simulation/app/worker.ts' },
  queued: { Endpoint: 'functions/queued-endpoint.ts', Worker: 'simulation/app/worker.ts' },
} as const satisfies Record<DeliveryMode, Record<'Endpoint' | 'Worker', string>>;

/** The settings by which the stack that is deployed gets the simulated app. */
export function simulatedStack(deliveryMode: DeliveryMode): FrameioStackProps {
  const { Endpoint, Worker } = ENTRY_POINTS[deliveryMode];
  return { deliveryMode, endpoint: { entry: Endpoint }, worker: { entry: Worker } };
}
