import { bundle } from './bundle.ts';
import { bundleAsDeployed } from './bundle-as-deployed.ts';
import type { ColdStartCandidate } from './cold-start.ts';
import { showProgress } from './progress.ts';
import type { WarmCandidate } from './warm-cost.ts';

/** A candidate as it is known before it is bundled. */
interface CandidateDefinition extends Omit<ColdStartCandidate, 'bundle'> {
  /** What it is, for the report. */
  readonly description: string;
  /** Path from `bench/`. */
  readonly entry: string;
  /**
   * `deployed` bundles as a deployment of an app with webhooks only, `deployed whole` as one of any other app, `plain` with
   * esbuild's defaults.
   */
  readonly bundling: 'deployed' | 'deployed whole' | 'plain';
}

/** The functions that the bench compares, by the name that the report shows. */
export const CANDIDATES = {
  floor: {
    name: 'floor',
    description: 'a function that imports nothing and answers 200: the cost of Node.js itself',
    entry: 'candidates/floor.ts',
    bundling: 'plain',
    trigger: 'http',
    effect: 'none',
  },
  plainWay: {
    name: 'plain way',
    description: "the endpoint's job without this framework: AWS SDK clients with their defaults, and fetch",
    entry: 'candidates/plain-endpoint.ts',
    bundling: 'plain',
    trigger: 'http',
    effect: 'comment',
  },
  endpoint: {
    name: 'endpoint',
    description: 'verifies a delivery and runs its handler, which posts a comment (delivery mode inline)',
    entry: 'app/endpoint.ts',
    bundling: 'deployed',
    trigger: 'http',
    effect: 'comment',
  },
  actionsEndpoint: {
    name: 'endpoint with a custom action',
    description: 'the same endpoint, whose app also has a custom action with a form, and a job',
    entry: 'candidates/actions-endpoint.ts',
    bundling: 'deployed whole',
    trigger: 'http',
    effect: 'comment',
  },
  queuedEndpoint: {
    name: 'queued endpoint',
    description: 'verifies a delivery and sends it to the queue (delivery mode queued)',
    entry: 'app/queued-endpoint.ts',
    bundling: 'deployed',
    trigger: 'http',
    effect: 'message',
  },
  plainWorker: {
    name: 'plain worker',
    description: "the worker's job without this framework: Powertools, AWS SDK clients with their defaults, and fetch",
    entry: 'candidates/plain-worker.ts',
    bundling: 'plain',
    trigger: 'queue',
    effect: 'comment',
  },
  worker: {
    name: 'worker',
    description: 'receives a delivery from the queue and runs its handler',
    entry: 'app/worker.ts',
    bundling: 'deployed',
    trigger: 'queue',
    effect: 'comment',
  },
  smallClient: {
    name: 'small client',
    description: 'calls the Frame.io API with a client of four operations, without retries or timeouts',
    entry: 'candidates/small-client.ts',
    bundling: 'deployed',
    trigger: 'http',
    effect: 'comment',
  },
  client: {
    name: 'client',
    description: "calls the Frame.io API with this framework's client, which has every operation",
    entry: 'candidates/client.ts',
    bundling: 'deployed',
    trigger: 'http',
    effect: 'comment',
  },
} as const satisfies Record<string, CandidateDefinition>;

/** Names of the candidates of the warm measurement. */
export const WARM = { floor: 'warm floor', plainWay: 'plain way', endpoint: 'endpoint' } as const;

/** The bundled candidates. */
export interface BundledCandidates {
  readonly cold: readonly ColdStartCandidate[];
  /** Endpoints whose handler does nothing, so that they make no calls. */
  readonly warm: readonly WarmCandidate[];
}

/** Bundles every candidate into `folder`. */
export async function bundleCandidates(folder: string): Promise<BundledCandidates> {
  const cold: ColdStartCandidate[] = [];
  const definitions = Object.values(CANDIDATES);
  const steps = definitions.length + 2;
  for (const [index, { name, entry, bundling, trigger, effect }] of definitions.entries()) {
    showProgress('Bundling candidates:', index + 1, steps);
    const onlyWebhooks = bundling !== 'deployed whole';
    const path = bundling === 'plain' ? await bundle(entry, folder) : bundleAsDeployed(entry, folder, { onlyWebhooks });
    cold.push({ name, trigger, effect, bundle: path });
  }
  showProgress('Bundling candidates:', steps - 1, steps);
  const warmFloor = await bundle('candidates/warm-floor.ts', folder);
  showProgress('Bundling candidates:', steps, steps);
  const warmEndpoint = bundleAsDeployed('candidates/warm-endpoint.ts', folder);
  const plainWay = cold.find(({ name }) => name === CANDIDATES.plainWay.name);
  return {
    cold,
    warm: [
      { name: WARM.floor, bundle: warmFloor },
      { name: WARM.endpoint, bundle: warmEndpoint },
      // The plain way does nothing for this event.
      ...(plainWay ? [{ name: WARM.plainWay, bundle: plainWay.bundle, eventType: 'file.created' }] : []),
    ],
  };
}
