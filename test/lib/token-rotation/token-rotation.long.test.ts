import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CALL_FAULTS, FaultyCalls } from '../../support/faulty-calls.ts';
import { PackagedFunction } from '../../support/packaged-function.ts';
import { startTokenRotation, type TokenRotationUnderTest } from './token-rotation-under-test.ts';

const calls = new FaultyCalls(() => void rotation.stop());
let rotation: PackagedFunction;
let test: TokenRotationUnderTest;

beforeAll(async () => {
  rotation = new PackagedFunction('lib/token-rotation/token-rotation-handler');
  test = await startTokenRotation(rotation, calls);
});
afterAll(async () => {
  await rotation.remove();
  await test.close();
});

/** A secret is usable if it holds the credentials, and no token or a valid one. */
function expectUsable(secretId: string): void {
  const { client_id, client_secret, token } = test.storedIn(secretId);
  const expected = { client_id: test.credentials.client_id, client_secret: test.credentials.client_secret };
  expect({ client_id, client_secret }).toEqual(expected);
  if (token !== undefined) expect(test.hasValidToken(secretId)).toBe(true);
}

describe('a fault at any call', () => {
  it.each(CALL_FAULTS)('%s: leaves a usable secret, and the rotation completes', async (fault) => {
    calls.plan();
    await test.rotate(test.newSecret());
    const { count } = calls;
    expect(count).toBeGreaterThan(10);
    for (let number = 1; number <= count; number += 1) {
      const secretId = test.newSecret();
      calls.plan(number, fault);
      await test.rotate(secretId, 3, () => expectUsable(secretId));
      expect(calls.hasHappened).toBe(true);
      expectUsable(secretId);
      expect(test.hasValidToken(secretId)).toBe(true);
    }
  });
});

it('prints no secret and no token, and throws none', () => {
  const text = rotation.output.join('\n');
  expect(text).toContain('token rotated');
  const tokens = test.frameio.stores.grants.all().map(({ id }) => id);
  expect(tokens.length).toBeGreaterThan(10);
  for (const secret of [test.credentials.client_secret, ...tokens]) expect(text).not.toContain(secret);
});
