import { queuedEndpoint } from './two-calls.ts';

/** Not even a signature for AWS. */
export const handler = await queuedEndpoint({});
