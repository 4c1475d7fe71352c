import type { DeliveryMode } from '../cdk/delivery-mode.ts';
import type { FrameioStackProps } from '../cdk/frameio-stack.ts';

/** Entry points of the simulated app. In queued mode, the endpoint contains no handler. */
export const ENTRY_POINTS = {
  inline: { Endpoint: 'simulation/app/endpoint.ts', Worker: 'simulation/app/worker.ts' },
  queued: { Endpoint: 'simulation/app/queued-endpoint.ts', Worker: 'simulation/app/worker.ts' },
} as const satisfies Record<DeliveryMode, Record<'Endpoint' | 'Worker', string>>;

/** Returns the properties that put the simulated app into the deployed stack. */
export function simulatedStackProps(deliveryMode: DeliveryMode): FrameioStackProps {
  const { Endpoint, Worker } = ENTRY_POINTS[deliveryMode];
  return { deliveryMode, endpoint: { entry: Endpoint }, worker: { entry: Worker } };
}
