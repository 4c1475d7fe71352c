import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { builtEndpoint, builtWorker } from '../support/synthesized.ts';

const BUNDLES = {
  endpoint: builtEndpoint('inline').bundlePath,
  'queued endpoint': builtEndpoint('queued').bundlePath,
  worker: builtWorker().bundlePath,
} as const;

const formatError = (name: keyof typeof BUNDLES) => readFileSync(BUNDLES[name], 'utf8');

/** How the bundles have the three turns of the event loop that they let pass after they have asked for secrets. */
const HEAD_START = /for\(let (\w+)=0;\1<3;\1\+=1\)await [\w$]+\(\);/;

describe.each(['endpoint', 'queued endpoint', 'worker'] as const)('the bundle of the %s', (name) => {
  const bundle = formatError(name);

  // Booleans: a failed match would print the whole bundle.
  it('is one ES module', () => {
    expect(BUNDLES[name]).toMatch(/index\.mjs$/);
    expect(/export\s*\{.*\bhandler\b.*\}/.test(bundle)).toBe(true);
  });

  it.each(['http', 'https', 'util'])(
    'does not import node:%s as an ES module, which would read, and load, all that it exports',
    (name) => {
      expect(new RegExp(`(from|import)\\s*"(node:)?${name}"`).test(bundle)).toBe(false);
    },
  );

  it('has its source map beside it, without the sources', () => {
    const { sources, sourcesContent } = JSON.parse(readFileSync(`${BUNDLES[name]}.map`, 'utf8'));
    expect(sources).toContainEqual(expect.stringMatching(/\/lib\/aws\/aws-client\.ts$/));
    expect(sourcesContent).toBeUndefined();
  });

  it("holds the SDK's core once", () => {
    const { sources }: { sources: string[] } = JSON.parse(readFileSync(`${BUNDLES[name]}.map`, 'utf8'));
    const copies = sources.flatMap((source) => /^.*\/@(?:smithy|aws-sdk)\/core\//.exec(source) ?? []);
    expect([...new Set(copies)]).toHaveLength(2); // that of the SDK, and that of Smithy below it
  });

  it('holds nothing of Powertools that it does not use', () => {
    expect(/JMESPathError|MetricsUnits|singleMetric/.test(bundle)).toBe(false);
  });
});

// How far the requests get in those turns is the machine's affair; that they come first is the bundle's.
describe.each([
  { name: 'endpoint', secrets: 2 },
  { name: 'worker', secrets: 1 },
] as const)('the bundle of the $name', ({ name, secrets }) => {
  it(`asks for its secrets (${secrets}), and lets the event loop turn, before it loads the handlers`, () => {
    const bundle = formatError(name);
    const turns = bundle.search(HEAD_START);
    const asked = bundle.slice(0, turns).match(/\.preload\(\)/g) ?? [];
    expect(turns).toBeGreaterThan(0);
    expect(asked).toHaveLength(secrets);
    expect(bundle.indexOf(' is ready: ')).toBeGreaterThan(turns);
  });
});

/** Texts that minifying leaves as they are: of the handlers, the client and what only they need. */
const OF_RUNNING_HANDLERS = [
  ' is ready: ',
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
  it.each(OF_RUNNING_HANDLERS)('holds nothing of handlers and client: no %j, which the worker has', (text) => {
    expect(formatError('worker').includes(text)).toBe(true);
    expect(formatError('queued endpoint').includes(text)).toBe(false);
  });
});

describe('the bundle of the worker', () => {
  it('holds nothing of receiving: no signature is verified where none is sent along', () => {
    expect(formatError('endpoint').includes('x-frameio-signature')).toBe(true);
    expect(formatError('worker').includes('x-frameio-signature')).toBe(false);
  });
});
