import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Returns the path of a file in this folder. Its extension is `.js` once the package is built. */
const pathOf = (name: string) => fileURLToPath(new URL(`${name}${extname(import.meta.url)}`, import.meta.url));

/**
 * Replacements of modules in a bundle, by the name of the module. Each saves 2 ms or more of a cold start. Handlers can
 * still use other clients of the AWS SDK. `test/cdk/substitutions.test.ts` checks each replacement.
 */
export const ALIASES: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': pathOf('environment-credentials'),
  '@smithy/node-http-handler': pathOf('fetch-handler'),
  '@smithy/core/event-streams': pathOf('no-event-streams'),
  '@aws-lambda-powertools/jmespath/functions': pathOf('no-jmespath'),
  '@aws-lambda-powertools/jmespath': pathOf('no-jmespath'),
};
