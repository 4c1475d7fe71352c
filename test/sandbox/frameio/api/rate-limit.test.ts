import { describe, expect, it } from '@jest/globals';
import { perMinute, perSecond, RateLimiter } from '../../../../sandbox/frameio/api/rate-limit.ts';

const OPERATION = { name: 'files.show', limit: perSecond(3) };

describe('a rate limit', () => {
  it('admits a burst, then as much as leaks out', () => {
    let now = 0;
    const limiter = new RateLimiter(() => now);
    const admit = () => limiter.admit(OPERATION, 'ada').admitted;
    expect([admit(), admit(), admit(), admit()]).toEqual([true, true, true, false]);
    now = 333; // a third of a second is 333.3 ms
    expect(admit()).toBe(false);
    now = 334;
    expect([admit(), admit()]).toEqual([true, false]);
    now = 10_000;
    expect([admit(), admit(), admit(), admit()]).toEqual([true, true, true, false]);
  });

  it('admits the limit over a long time, however many calls there are', () => {
    let now = 0;
    const limiter = new RateLimiter(() => now);
    let admitted = 0;
    for (now = 0; now < 600_000; now += 7) {
      if (limiter.admit({ name: 'comments.create', limit: perMinute(100) }, 'ada').admitted) admitted += 1;
    }
    expect(admitted).toBe(100 + 999); // a full bucket, and what leaks out of it in just under ten minutes
  });

  it('counts each operation and user separately', () => {
    const limiter = new RateLimiter(() => 0);
    expect(limiter.admit(OPERATION, 'ada')).toEqual({ admitted: true, calls: 3, windowMs: 1_000, remaining: 2 });
    expect(limiter.admit(OPERATION, 'ada').remaining).toBe(1);
    expect(limiter.admit(OPERATION, 'bob').remaining).toBe(2);
    expect(limiter.admit({ ...OPERATION, name: 'files.list' }, 'ada').remaining).toBe(2);
  });

  it('tolerates a clock that is set back', () => {
    let now = 5_000;
    const limiter = new RateLimiter(() => now);
    limiter.admit(OPERATION, 'ada');
    now = 0;
    expect(limiter.admit(OPERATION, 'ada')).toMatchObject({ admitted: true, remaining: 1 });
  });
});
