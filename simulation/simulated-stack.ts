import type { DeliveryMode } from '../cdk/delivery-mode.ts';
import type { FrameioStackProps } from '../cdk/frameio-stack.ts';
import type { FunctionRole } from '../cdk/function-metadata.ts';

/** Entry points of the simulated app. In queued mode, the endpoint contains no handler, and custom actions have a function. */
export const ENTRY_POINTS = {
  inline: { endpoint: 'simulation/app/endpoint.ts', worker: 'simulation/app/worker.ts' },
  queued: {
    endpoint: 'simulation/app/queued-endpoint.ts',
    actions: 'simulation/app/actions.ts',
    worker: 'simulation/app/worker.ts',
  },
} as const satisfies Record<DeliveryMode, Partial<Record<FunctionRole, string>>>;

/** Returns the properties that put the simulated app into the deployed stack. */
export function simulatedStackProps(deliveryMode: DeliveryMode): FrameioStackProps {
  return { deliveryMode, functionsDirectory: 'simulation/app' };
}
