import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import type { FaultOption } from '../../sandbox/aws/json-protocol/json-service.ts';
import { UNAUTHORIZED, UNAVAILABLE } from '../support/endpoint-under-test.ts';
import { DAY_MS, EXPIRY_MS, NEW, OLD, REFRESH_MS, SigningSecretStage } from './signing-secret-stage.ts';

const MINUTE_MS = 60_000;

/** Fetching this version fails. */
const faultOf =
  (stage: string): FaultOption =>
  ({ input }) =>
    input.VersionStage === stage ? 'throttled' : undefined;

describe.each<DeliveryMode>(['inline', 'queued'])('%s: the previous version', (mode) => {
  const stage = new SigningSecretStage(mode);
  beforeEach(async () => {
    stage.store(OLD);
    stage.store(NEW);
    expect(await stage.deliverAfter(0, OLD)).toEqual(stage.accepted);
  });

  it('verifies for 24 hours, in a running process and in a new one', async () => {
    expect(await stage.deliverAfter(DAY_MS - MINUTE_MS, OLD)).toEqual(stage.accepted);
    expect(await stage.deliverAfter(DAY_MS + MINUTE_MS, OLD)).toEqual(UNAUTHORIZED);
    expect(await stage.deliverAfter(DAY_MS + MINUTE_MS, NEW)).toEqual(stage.accepted);
    await stage.recycle();
    expect(await stage.deliverAfter(DAY_MS + MINUTE_MS, OLD)).toEqual(UNAUTHORIZED);
  });

  it('ends during an outage of Secrets Manager too', async () => {
    stage.secretsManager.fault = 'down';
    expect(await stage.deliverAfter(DAY_MS + MINUTE_MS, OLD)).toEqual(UNAUTHORIZED);
    expect(await stage.deliverAfter(DAY_MS + MINUTE_MS, NEW)).toEqual(stage.accepted);
  });

  it('is revoked within the time to live when the new secret is stored a second time', async () => {
    stage.store(NEW);
    expect(await stage.deliverAfter(EXPIRY_MS, OLD)).toEqual(UNAUTHORIZED);
    expect(await stage.deliverAfter(EXPIRY_MS, NEW)).toEqual(stage.accepted);
    await stage.recycle();
    expect(await stage.deliverAfter(EXPIRY_MS, OLD)).toEqual(UNAUTHORIZED);
  });
});

describe.each<DeliveryMode>(['inline', 'queued'])('%s: beside a version that is unusable', (mode) => {
  const stage = new SigningSecretStage(mode);

  it.each([
    { version: 'a placeholder', text: 'REPLACE_ME', reason: 'placeholder' },
    { version: 'a typo', text: `{"webhook":"${NEW}`, reason: 'malformed_json' },
    { version: 'cut off', text: 'canary', reason: 'too_short' },
  ])('the previous version verifies when the new one is $version', async ({ text, reason }) => {
    stage.store(OLD);
    expect(await stage.deliverAfter(0, OLD)).toEqual(stage.accepted);
    stage.store(text);
    expect(await stage.deliverAfter(EXPIRY_MS, OLD)).toEqual(stage.accepted); // in a running process
    await stage.recycle();
    stage.deployment.endpoint.logs.length = 0;
    expect(await stage.deliverAfter(EXPIRY_MS, OLD)).toEqual(stage.accepted);
    expect(stage.log).toMatch(
      new RegExp(`"level":"ERROR".*"signing secrets refused".*${reason} in the current version`),
    );
    expect(stage.log).toMatch(new RegExp(`"reason":"${reason}","SecretsUnusable":\\[1\\]`));
    expect(await stage.deliverAfter(DAY_MS + MINUTE_MS, OLD)).toEqual(UNAVAILABLE);
  });

  it('the current version verifies when the previous one cannot be fetched', async () => {
    stage.store(OLD);
    stage.store(NEW);
    stage.secretsManager.fault = faultOf('AWSPREVIOUS');
    expect(await stage.deliverAfter(0, 'a-forged-signing-secret')).toEqual(UNAUTHORIZED); // causes the fetch
    expect(await stage.deliverAfter(1_000, NEW)).toEqual(stage.accepted);
    expect(stage.log).toMatch(/"level":"ERROR".*"previous version of the secret not fetched"/);
    expect(stage.log).toContain('"reason":"not_fetched","SecretsUnusable":[1]');
    stage.secretsManager.fault = undefined;
    expect(await stage.deliverAfter(REFRESH_MS, OLD)).toEqual(stage.accepted);
  });
});
