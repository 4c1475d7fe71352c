import { bundle } from './bundle.ts';
import type { ColdStartContestant } from './cold-start.ts';
import { bundleAsDeployed, bundleDeployedEndpoint } from './deployed-bundles.ts';
import type { WarmContestant } from './warm-cost.ts';

/** Names as the report prints them. */
export const NAME = {
  floor: 'floor',
  endpoint: 'endpoint',
  loggingEndpoint: 'endpoint, logging',
  hexFloor: 'floor, digest as text',
  plain: 'plain way',
  octokit: '@octokit/webhooks',
  bolt: '@slack/bolt',
} as const;

/** Who takes part in what. */
export interface Contestants {
  /** As they would be deployed. */
  readonly cold: readonly ColdStartContestant[];
  /** Around a handler that does nothing. */
  readonly warm: readonly WarmContestant[];
}

/** Bundles every contestant into `folder`. */
export async function makeContestants(folder: string): Promise<Contestants> {
  const endpoint = bundleDeployedEndpoint(folder);
  const silentEndpoint = bundleAsDeployed('contestants/endpoint.ts', folder, 'Silent');
  const loggingEndpoint = bundleAsDeployed('contestants/endpoint-logging.ts', folder, 'Logging');
  const plain = await bundle('contestants/plain.ts', folder);
  const octokit = await bundle('contestants/octokit.ts', folder);
  const bolt = await bundle('contestants/bolt.ts', folder, { needsRequire: true });
  const floor = await bundle('contestants/floor.ts', folder);
  const hmacFloor = await bundle('contestants/hmac-floor.ts', folder);
  const hexFloor = await bundle('contestants/hex-floor.ts', folder);
  return {
    cold: [
      { name: NAME.floor, bundle: floor, sender: 'frameio', callsOut: false },
      { name: NAME.endpoint, bundle: endpoint, sender: 'frameio', callsOut: true },
      { name: NAME.plain, bundle: plain, sender: 'frameio', callsOut: true },
      { name: NAME.octokit, bundle: octokit, sender: 'github', callsOut: false },
      { name: NAME.bolt, bundle: bolt, sender: 'slack', callsOut: false },
    ],
    warm: [
      { name: NAME.floor, bundle: hmacFloor, sender: 'frameio' },
      { name: NAME.hexFloor, bundle: hexFloor, sender: 'frameio' },
      { name: NAME.endpoint, bundle: silentEndpoint, sender: 'frameio' },
      // An event it has nothing to do for, so that it answers without a call to Frame.io.
      { name: NAME.plain, bundle: plain, sender: 'frameio', eventType: 'file.created' },
      { name: NAME.octokit, bundle: octokit, sender: 'github' },
      { name: NAME.bolt, bundle: bolt, sender: 'slack' },
      { name: NAME.loggingEndpoint, bundle: loggingEndpoint, sender: 'frameio' },
    ],
  };
}
