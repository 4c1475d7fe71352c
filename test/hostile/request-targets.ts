import { functionOf } from '../../cdk/read-synthesized.ts';
import type { EndpointUnderTestOptions } from '../support/endpoint-under-test.ts';
import { builtStack } from '../support/synthesized.ts';

/** The endpoints that receive requests of Frame.io. `functionOf` builds the bundles, so tests share this list. */
export const REQUEST_TARGETS: readonly { readonly name: string; readonly options: EndpointUnderTestOptions }[] = [
  { name: 'webhooks', options: {} },
  {
    name: 'custom actions',
    options: { requests: 'action', function: functionOf(builtStack('queued', 'actions-app'), 'actions') },
  },
];
