import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { ASSET_RESOURCE_METADATA_ENABLED_CONTEXT, ASSET_RESOURCE_METADATA_PATH_KEY } from 'aws-cdk-lib/cx-api';
import { NodeFunction } from '../cdk/constructs/node-function.ts';
import type { DeliveryMode } from '../cdk/delivery-mode.ts';
import { functionOf, synthesize } from '../cdk/synthesize.ts';

/** Paths of the bundles that a deployment consists of. */
export interface DeployedBundles {
  readonly endpoint: string;
  readonly worker: string;
}

/** Synthesizes the stack: what `cdk deploy` would upload. */
export function bundleDeployed(deliveryMode: DeliveryMode, folder: string): DeployedBundles {
  const stack = synthesize(join(folder, deliveryMode), { deliveryMode });
  return { endpoint: functionOf(stack, 'Endpoint').bundlePath, worker: functionOf(stack, 'Worker').bundlePath };
}

/** Bundles another entry point by the construct that bundles the deployed ones; returns the path of the bundle. */
export function bundleAsDeployed(entry: string, folder: string, id: string): string {
  const outdir = join(folder, id);
  const app = new App({ outdir, context: { [ASSET_RESOURCE_METADATA_ENABLED_CONTEXT]: true } });
  const { node } = new NodeFunction(new Stack(app, 'Bench'), id, {
    entry: `bench/${entry}`,
    description: id,
    timeout: Duration.seconds(10),
    environment: {},
  });
  app.synth();
  const resource = node.defaultChild;
  const asset = resource instanceof CfnFunction && resource.cfnOptions.metadata?.[ASSET_RESOURCE_METADATA_PATH_KEY];
  if (typeof asset !== 'string') throw new Error(`No bundle was made of ${entry}.`);
  return join(outdir, asset, 'index.mjs');
}
