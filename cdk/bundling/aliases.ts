import { fileURLToPath } from 'node:url';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Modules of Node's own that are loaded as they are: an `import` of one reads every name it exports at once, some of which
 * load more. Of `node:http` that is undici, some 13 ms on Node 24; of the others together 0.7 ms.
 */
const BUILTINS = ['http', 'buffer', 'console', 'events', 'timers/promises', 'url', 'util', 'util/types'] as const;

const builtins = BUILTINS.map((name) => [`node:${name}`, pathOf(`builtins/${name.replace('/', '-')}.cjs`)]);

/** What a bundle holds in place of a module, by the module's name. */
export const ALIASES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(builtins),
  '@aws-lambda-powertools/jmespath/functions': pathOf('no-jmespath.ts'),
  '@aws-lambda-powertools/jmespath': pathOf('no-jmespath.ts'),
};
