import { expect, it } from '@jest/globals';
import { rememberedSecrets } from '../../../lib/app/remembered-secrets.ts';
import { redact } from '../../../lib/observability/redact.ts';
import type { SigningSecrets } from '../../../lib/secrets/signing-secrets.ts';

it.each(['current', 'newer'] as const)(
  'no log line shows the %s signing secrets after their first use',
  async (method) => {
    const found = [`first-${method}-canary`, `second-${method}-canary`];
    let preloads = 0;
    const source: SigningSecrets = {
      current: async () => found,
      newer: async () => found,
      preload: async () => {
        preloads += 1;
      },
    };
    const secrets = rememberedSecrets(source);
    const line = `The keys are ${found.join(' and ')}.`;
    expect(redact(line)).toBe(line);
    expect(await secrets[method]()).toBe(found);
    expect(redact(line)).toBe('The keys are [redacted] and [redacted].');
    await secrets.preload();
    expect(preloads).toBe(1);
  },
);

it('finds no newer signing secrets if the source returns no newer version', async () => {
  const source: SigningSecrets = { current: async () => [], newer: async () => undefined, preload: async () => {} };
  expect(await rememberedSecrets(source).newer()).toBeUndefined();
});
