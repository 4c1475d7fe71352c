import { bundle, bundleWithSmallClient } from './bundle.ts';
import type { ColdStartContestant } from './cold-start.ts';
import { bundleAsDeployed, bundleDeployed } from './deployed-bundles.ts';
import type { WarmContestant } from './warm-cost.ts';

/** Names as the report prints them. */
export const NAME = {
  floor: 'floor',
  callsFloor: 'floor, two AWS calls',
  endpoint: 'endpoint',
  smallClient: 'endpoint, four operations',
  queuedEndpoint: 'queued endpoint',
  queuedInMemory: 'queued endpoint, calls in memory',
  loggingEndpoint: 'endpoint, logging',
  hexFloor: 'floor, digest as text',
  plain: 'plain way',
  octokit: '@octokit/webhooks',
  bolt: '@slack/bolt',
  worker: 'worker',
  plainWorker: 'plain worker',
} as const;

/** Who takes part in what. */
export interface Contestants {
  /** Who receives deliveries, as they would be deployed; the floor first. */
  readonly endpoints: readonly ColdStartContestant[];
  /** Who works on what is in the queue, as they would be deployed. */
  readonly workers: readonly ColdStartContestant[];
  /** Endpoints around a handler that does nothing. */
  readonly warm: readonly WarmContestant[];
}

/** Bundles every contestant into `folder`. */
export async function makeContestants(folder: string): Promise<Contestants> {
  const { endpoint, worker } = bundleDeployed('inline', folder);
  const queuedEndpoint = bundleDeployed('queued', folder).endpoint;
  const silentEndpoint = bundleAsDeployed('contestants/endpoint.ts', folder, 'Silent');
  const loggingEndpoint = bundleAsDeployed('contestants/endpoint-logging.ts', folder, 'Logging');
  const smallClient = await bundleWithSmallClient(folder);
  const plain = await bundle('contestants/plain.ts', folder);
  const plainWorker = await bundle('contestants/plain-worker.ts', folder);
  const octokit = await bundle('contestants/octokit.ts', folder);
  const bolt = await bundle('contestants/bolt.ts', folder, { needsRequire: true });
  const floor = await bundle('contestants/floor.ts', folder);
  const callsFloor = await bundle('contestants/calls-floor.ts', folder);
  const hmacFloor = await bundle('contestants/hmac-floor.ts', folder);
  const hexFloor = await bundle('contestants/hex-floor.ts', folder);
  return {
    endpoints: [
      { name: NAME.floor, bundle: floor, sender: 'frameio' },
      { name: NAME.callsFloor, bundle: callsFloor, sender: 'frameio', effect: 'message' },
      { name: NAME.endpoint, bundle: endpoint, sender: 'frameio', effect: 'comment' },
      { name: NAME.smallClient, bundle: smallClient, sender: 'frameio', effect: 'comment' },
      { name: NAME.queuedEndpoint, bundle: queuedEndpoint, sender: 'frameio', effect: 'message' },
      { name: NAME.queuedInMemory, bundle: queuedEndpoint, sender: 'frameio', effect: 'message', calls: 'memory' },
      { name: NAME.plain, bundle: plain, sender: 'frameio', effect: 'comment' },
      { name: NAME.octokit, bundle: octokit, sender: 'github' },
      { name: NAME.bolt, bundle: bolt, sender: 'slack' },
    ],
    workers: [
      { name: NAME.worker, bundle: worker, sender: 'queue', effect: 'comment' },
      { name: NAME.plainWorker, bundle: plainWorker, sender: 'queue', effect: 'comment' },
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
