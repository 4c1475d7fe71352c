import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Modules of Node's own that are loaded as they are: an `import` of one reads every name it exports at once, some of which
 * load more. Of `node:http` that is undici, some 13 ms on Node 24; of `node:crypto` Web Crypto, 0.5 ms; of the others
 * together 0.7 ms.
 */
const BUILTINS = [
  'buffer',
  'console',
  'crypto',
  'events',
  'http',
  'https',
  'timers/promises',
  'url',
  'util',
  'util/types',
] as const;

const builtins = BUILTINS.map((name) => [`node:${name}`, pathOf(`builtins/${name.replace('/', '-')}.cjs`)]);

/** What a bundle holds in place of a module, by the module's name. */
export const ALIASES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(builtins),
  '@aws-lambda-powertools/jmespath/functions': pathOf('no-jmespath.ts'),
  '@aws-lambda-powertools/jmespath': pathOf('no-jmespath.ts'),
};

const { resolve } = createRequire(import.meta.url);
/** The one that the signer imports, wherever it was installed. */
const smithyCore = dirname(createRequire(resolve('@smithy/signature-v4')).resolve('@smithy/core/package.json'));

/**
 * What a bundle holds besides that nobody but us writes the code of: less than whole packages, of which a handler may need
 * what is left out. It makes 1 ms of a cold start.
 */
export const ALIASES_WITHOUT_HANDLERS: Readonly<Record<string, string>> = {
  ...ALIASES,
  '@smithy/core/client': pathOf('signer/client.js'),
  '@smithy/core/protocols': pathOf('signer/protocols.js'),
  '@smithy/core/serde': pathOf('signer/serde.js'),
  'smithy-core': join(smithyCore, 'dist-es/submodules'), // a name of ours, for what the package's index exports
  '@aws/lambda-invoke-store': pathOf('no-invoke-store.ts'),
};
