import { Architecture } from 'aws-cdk-lib/aws-lambda';
import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { SETTINGS } from '../../cdk/settings.ts';
import { synthesize } from '../../cdk/synthesize.ts';

/** Synthesizes the stack for containers on this machine. The endpoint runs the handlers. */
export function synthesizeForSam(outdir: string, settings = SETTINGS): SynthesizedStack {
  process.env.CDK_VALIDATION ??= 'false'; // slow, and `npm run synth` validates the template
  // The machine's own architecture: emulating another one is slow, and not always possible.
  const architecture = process.arch === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64;
  return synthesize(outdir, {
    ...settings,
    deliveryMode: 'inline', // the one invocation of the endpoint posts the comment
    endpoint: { ...settings.endpoint, architecture },
    worker: { ...settings.worker, architecture },
  });
}
