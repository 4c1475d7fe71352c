import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { functionOf } from '../../cdk/read-synthesized.ts';
import { builtEndpoint, builtStack, builtWorker } from '../support/synthesized.ts';

const BUNDLES = {
  endpoint: builtEndpoint('inline').bundlePath,
  'queued endpoint': builtEndpoint('queued').bundlePath,
  worker: builtWorker().bundlePath,
} as const;

const textOf = (name: keyof typeof BUNDLES) => readFileSync(BUNDLES[name], 'utf8');

describe.each(['endpoint', 'queued endpoint', 'worker'] as const)('the bundle of the %s', (name) => {
  const bundle = textOf(name);

  // The checks compare booleans, because a failed match would print the whole bundle.
  it('is one ES module', () => {
    expect(BUNDLES[name]).toMatch(/index\.mjs$/);
    expect(/export\s*\{.*\bhandler\b.*\}/.test(bundle)).toBe(true);
  });

  it.each(['http', 'https', 'util'])(
    'does not import node:%s as an ES module, which would load everything it exports',
    (name) => {
      expect(new RegExp(`(from|import)\\s*"(node:)?${name}"`).test(bundle)).toBe(false);
    },
  );

  it('has a source map without the sources', () => {
    const { sources, sourcesContent } = JSON.parse(readFileSync(`${BUNDLES[name]}.map`, 'utf8'));
    expect(sources).toContainEqual(expect.stringMatching(/\/lib\/aws\/aws-client\.ts$/));
    expect(sourcesContent).toBeUndefined();
  });

  it("contains the SDK's core once", () => {
    const { sources }: { sources: string[] } = JSON.parse(readFileSync(`${BUNDLES[name]}.map`, 'utf8'));
    const copies = sources.flatMap((source) => /^.*\/@(?:smithy|aws-sdk)\/core\//.exec(source) ?? []);
    expect([...new Set(copies)]).toHaveLength(2); // one of the SDK and one of Smithy
  });

  it.each(['nodeHandler', 'fetchHandler'])('does not contain %s, which it does not use', (text) => {
    expect(bundle.includes(text)).toBe(false); // messages of the adapters contain their names
  });

  it('contains no unused part of Powertools', () => {
    expect(/JMESPathError|MetricsUnits|singleMetric/.test(bundle)).toBe(false);
  });
});

/** Texts that survive minification, from the handlers, the client and their dependencies. */
const TEXTS_OF_HANDLERS = [
  ' is ready.',
  'file-ready',
  'api.frame.io',
  'x-ratelimit',
  'comments.create',
  'Bearer ',
  'was not answered within',
  'onWebhook()',
  'INPROGRESS',
];

describe('the bundle of the queued endpoint', () => {
  it.each(TEXTS_OF_HANDLERS)('contains no handler and no client: no %j, which the worker contains', (text) => {
    expect(textOf('worker').includes(text)).toBe(true);
    expect(textOf('queued endpoint').includes(text)).toBe(false);
  });
});

describe('the bundle of the worker', () => {
  it('contains no signature verification', () => {
    expect(textOf('endpoint').includes('x-frameio-signature')).toBe(true);
    expect(textOf('worker').includes('x-frameio-signature')).toBe(false);
  });
});

/** Texts of the framework that survive minification, from custom actions, jobs and the store. */
const TEXTS_OF_ACTIONS_AND_JOBS = ['custom action "', 'There is no queue for the job', 'frameio-lambda-actions'];

describe('the bundles of an app with only webhooks', () => {
  const withActions = readFileSync(functionOf(builtStack('inline', 'actions-app'), 'worker').bundlePath, 'utf8');

  it.each(TEXTS_OF_ACTIONS_AND_JOBS)(
    'contain no custom action and no job: no %j, which another app contains',
    (text) => {
      expect(withActions.includes(text)).toBe(true);
      for (const name of ['endpoint', 'queued endpoint', 'worker'] as const) {
        expect(textOf(name).includes(text)).toBe(false);
      }
    },
  );
});
