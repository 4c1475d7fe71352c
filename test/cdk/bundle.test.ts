import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { builtEndpoint } from '../support/synthesized.ts';

const { bundlePath } = builtEndpoint();
const bundle = readFileSync(bundlePath, 'utf8');

describe('the endpoint bundle', () => {
  it('is at most 330 KB', () => {
    expect(statSync(bundlePath).size).toBeLessThanOrEqual(330_000);
  });

  // Booleans: a failed match would print the whole bundle.
  it('is one ES module', () => {
    expect(bundlePath).toMatch(/index\.mjs$/);
    expect(/export\s*\{.*\bhandler\b.*\}/.test(bundle)).toBe(true);
  });

  it('does not import node:http as an ES module, which would load undici', () => {
    expect(/from\s*"(node:)?http"/.test(bundle)).toBe(false);
    expect(bundle.includes('getBuiltinModule("node:http")')).toBe(true);
  });

  it('holds no credential provider but the environment', () => {
    expect(/fromSSO|fromTokenFile|fromProcess|fromContainerMetadata/.test(bundle)).toBe(false);
    expect(bundle.includes('There are no AWS credentials in the environment')).toBe(true);
  });

  it('asks for the secrets, and lets the requests leave, before it loads the handlers', () => {
    const [asks, leaves, handler] = [/\.preload\(\)\]\)/, /;await \w+\(\);/, / is ready: /].map((part) =>
      bundle.search(part),
    );
    expect(asks).toBeGreaterThan(0);
    expect(leaves).toBeGreaterThan(Number(asks));
    expect(handler).toBeGreaterThan(Number(leaves));
  });
});
