import { basename, join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { ASSET_RESOURCE_METADATA_ENABLED_CONTEXT, ASSET_RESOURCE_METADATA_PATH_KEY } from 'aws-cdk-lib/cx-api';
import { NodeFunction } from '../cdk/constructs/node-function.ts';

/**
 * Bundles a file with the construct that bundles the deployed functions.
 *
 * @param entry - Path from `bench/`.
 * @returns Path of the bundle.
 */
export function bundleAsDeployed(entry: string, folder: string): string {
  const id = basename(entry, '.ts');
  const outdir = join(folder, id);
  const app = new App({ outdir, context: { [ASSET_RESOURCE_METADATA_ENABLED_CONTEXT]: true } });
  const { node } = new NodeFunction(new Stack(app, 'Bench'), id, {
    entry: `bench/${entry}`,
    description: `Measures ${entry}`,
    timeout: Duration.seconds(10),
  });
  app.synth();
  const resource = node.defaultChild;
  const asset = resource instanceof CfnFunction && resource.cfnOptions.metadata?.[ASSET_RESOURCE_METADATA_PATH_KEY];
  if (typeof asset !== 'string') throw new Error(`Expected a bundle of ${entry} in ${outdir}, found none.`);
  return join(outdir, asset, 'index.mjs');
}
