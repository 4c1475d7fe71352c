import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path of a file beside this one; `.js` once the package is built. */
const pathOf = (name: string) => fileURLToPath(new URL(`${name}${extname(import.meta.url)}`, import.meta.url));

/**
 * What a bundle holds in place of a module, by the module's name. Each saves 2 ms of a cold start or more, and handlers
 * that use other clients of the AWS SDK go on working: `test/cdk/substitutions.test.ts` holds them to both.
 */
export const ALIASES: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': pathOf('environment-credentials'),
  '@smithy/node-http-handler': pathOf('fetch-handler'),
  '@smithy/core/event-streams': pathOf('no-event-streams'),
  '@aws-lambda-powertools/jmespath/functions': pathOf('no-jmespath'),
  '@aws-lambda-powertools/jmespath': pathOf('no-jmespath'),
};
