import type { DeliveryMode } from '../cdk/delivery-mode.ts';
import type { SynthesizedStack } from '../cdk/read-synthesized.ts';
import { synthesize as synthesizeDeployment } from '../cdk/synthesize.ts';

/** The options that the burst sets. */
export interface SynthesizeOptions {
  readonly deliveryMode: DeliveryMode;
}

/**
 * Synthesizes the stack as the deployment does, with the bench's app in place of the user's.
 *
 * @param outdir - Folder for the template and the bundles.
 */
export function synthesize(outdir: string, { deliveryMode }: SynthesizeOptions): SynthesizedStack {
  return synthesizeDeployment(outdir, { deliveryMode, functionsDirectory: 'bench/app' });
}
