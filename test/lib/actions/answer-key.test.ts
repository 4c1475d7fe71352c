import { describe, expect, it } from '@jest/globals';
import { answerKey } from '../../../lib/actions/answer-key.ts';

describe('the key of a request', () => {
  it('is the same for the same values in another order', () => {
    const key = answerKey('interaction', { tier: 'cold', note: 'a' });
    expect(answerKey('interaction', { note: 'a', tier: 'cold' })).toBe(key);
  });

  it.each([
    { name: 'another value', interactionId: 'interaction', data: { tier: 'deep' } },
    { name: 'another field', interactionId: 'interaction', data: { level: 'cold' } },
    { name: 'another interaction', interactionId: 'other', data: { tier: 'cold' } },
    { name: 'no values', interactionId: 'interaction', data: undefined },
  ])('differs for $name', ({ interactionId, data }) => {
    expect(answerKey(interactionId, data)).not.toBe(answerKey('interaction', { tier: 'cold' }));
  });

  it('is the same in every version, because a repeat must find the answer', () => {
    // printf 'action:["interaction",null]' | openssl dgst -sha256
    expect(answerKey('interaction', undefined)).toBe(
      '8058382a91edf7d3811021c63712f2e7012d94add0871bf83af96fdb2495c33a',
    );
    // printf 'action:["interaction",[["note","a"],["tier","cold"]]]' | openssl dgst -sha256
    expect(answerKey('interaction', { tier: 'cold', note: 'a' })).toBe(
      '0eff7c78cafebda88b0db87e50869b253a1465c04f1e657524ef221a8e418fde',
    );
  });
});
