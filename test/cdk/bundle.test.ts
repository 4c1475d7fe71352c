import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { builtEndpoint } from '../support/synthesized.ts';

const { bundlePath } = builtEndpoint();
const bundle = readFileSync(bundlePath, 'utf8');

describe('the endpoint bundle', () => {
  it('is at most 180 KB', () => {
    expect(statSync(bundlePath).size).toBeLessThanOrEqual(180_000);
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

  it('holds no client of the AWS SDK, and takes credentials from nowhere but the environment', () => {
    expect(/SecretsManagerClient|middlewareStack|requestHandler/.test(bundle)).toBe(false);
    expect(/fromSSO|fromTokenFile|fromProcess|fromContainerMetadata/.test(bundle)).toBe(false);
    expect(bundle.includes('There are no AWS credentials in the environment')).toBe(true);
  });

  // How far the requests get in those turns is the machine's affair; that they come first is the bundle's.
  it('asks for both secrets, and lets the event loop turn, before it loads the handlers', () => {
    const turns = bundle.search(/for\(let \w+=0;\w+<3;\w+\+=1\)await \w+\(\);/);
    const handler = bundle.indexOf(' is ready: ');
    const asked = bundle.slice(0, turns).match(/\.preload\(\)/g) ?? [];
    expect(asked).toHaveLength(2);
    expect(turns).toBeGreaterThan(0);
    expect(handler).toBeGreaterThan(turns);
  });
});
