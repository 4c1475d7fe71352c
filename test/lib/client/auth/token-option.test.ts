import { describe, expect, it } from '@jest/globals';
import { type TokenOption, tokenSourceFrom } from '../../../../lib/client/auth/token-option.ts';
import { systemClock } from '../../../../lib/core/clock.ts';
import { redact } from '../../../../lib/observability/redact.ts';

const sourceOf = (option: TokenOption) => tokenSourceFrom(option, systemClock);

describe('a token source', () => {
  it('returns a fixed token, also after a 401', async () => {
    const source = sourceOf('the-fixed-token');
    expect([await source.get(), await source.refresh()]).toEqual(['the-fixed-token', 'the-fixed-token']);
  });

  it('calls a function for each token', async () => {
    let calls = 0;
    const source = sourceOf(async () => {
      calls += 1;
      return `token-number-${calls}`;
    });
    expect([await source.get(), await source.refresh()]).toEqual(['token-number-1', 'token-number-2']);
  });

  it('returns a token without the white space around it, and redacts it in log lines', async () => {
    const source = sourceOf({ get: async () => ' canary-1\n', refresh: async () => '\tcanary-2\r\n' });
    expect([await source.get(), await source.refresh()]).toEqual(['canary-1', 'canary-2']);
    expect(redact('canary-1, canary-2')).toBe('[redacted], [redacted]');
  });

  it.each([
    { name: 'is empty', token: ' ' },
    { name: 'has a space inside', token: 'canary token' },
    { name: 'has a line end inside', token: 'canary\r\nx: y' },
    { name: 'has a character that no header has', token: 'canary-ü' },
    { name: 'is not text', token: Object(7) },
  ])('rejects without the token if it $name', async ({ token }) => {
    const source = sourceOf({ get: async () => token, refresh: async () => token });
    const message = expect.not.stringContaining('canary');
    await expect(source.get()).rejects.toMatchObject({ code: 'config_error', message });
    await expect(source.refresh()).rejects.toMatchObject({ code: 'config_error', message });
  });
});
