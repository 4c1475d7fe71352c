import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { recordOf } from '../lib/core/type-guards.ts';
import { FrameioStack, type FrameioStackProps } from './frameio-stack.ts';
import { readSynthesized, type SynthesizedStack } from './read-synthesized.ts';

/** Context that the CLI adds. It puts bundle paths and construct paths into the template. */
const CLI_CONTEXT = { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true };

/**
 * Synthesizes a `FrameioStack` named `FrameioLambda` and bundles its functions as `cdk deploy` does, without the CLI. The
 * context is that of `cdk.json` in the root of the project, if there is one.
 *
 * @param outdir - Folder for the template and the bundles.
 */
export function synthesize(outdir: string, props: FrameioStackProps = {}): SynthesizedStack {
  const cdkJson = join(props.projectRoot ?? '.', 'cdk.json');
  const { context } = existsSync(cdkJson) ? recordOf(JSON.parse(readFileSync(cdkJson, 'utf8'))) : {};
  const app = new App({ outdir, context: { ...recordOf(context), ...CLI_CONTEXT } });
  new FrameioStack(app, 'FrameioLambda', props);
  app.synth();
  return readSynthesized(outdir);
}
