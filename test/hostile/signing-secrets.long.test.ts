import { describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { type RequestKind, UNAUTHORIZED, UNAVAILABLE } from '../support/endpoint-under-test.ts';
import { NEW, REFRESH_MS, SigningSecretStage } from './signing-secret-stage.ts';

const UUID = '6f2c3b8e-1a57-4e0b-9f5d-7d2a0c9b1e34';
const WEBHOOK = {
  id: UUID,
  name: 'production-webhook-of-dailies',
  url: 'https://abc123.execute-api.eu-central-1.amazonaws.com/frameio',
  workspace_id: 'bffe8bcf-3cac-4945-9c7e-569caa5de5bd',
  events: ['file.ready'],
  created_at: '2026-02-12T21:34:58.501275Z',
};

const TARGETS: readonly [DeliveryMode, RequestKind][] = [
  ['inline', 'webhook'],
  ['queued', 'webhook'],
  ['inline', 'action'],
  ['queued', 'action'],
];

describe.each(TARGETS)('%s, %s: a stored webhook object', (mode, requests) => {
  const stage = new SigningSecretStage(mode, requests);

  it.each([
    { name: 'whole', value: { ...WEBHOOK, secret: NEW } },
    { name: 'as Frame.io returned it', value: { data: { ...WEBHOOK, secret: NEW } } },
  ])('verifies with its field "secret" only when it is stored $name', async ({ value }) => {
    stage.store(value);
    const forgeries = Object.values(WEBHOOK).flat();
    for (const [index, secret] of forgeries.entries()) {
      expect(await stage.deliverAfter(index * REFRESH_MS, secret)).toEqual(UNAUTHORIZED);
    }
    expect(stage.effects).toBe(0);
    expect(await stage.deliverAfter(forgeries.length * REFRESH_MS, NEW)).toEqual(stage.accepted);
    expect(stage.log).toContain('"signing secrets refused"');
    expect(stage.log).not.toContain(WEBHOOK.url);
  });

  it('verifies nothing when it has no secret', async () => {
    stage.store(WEBHOOK);
    stage.store(WEBHOOK);
    for (const secret of Object.values(WEBHOOK).flat()) {
      expect(await stage.deliverAfter(0, secret)).toEqual(UNAVAILABLE);
    }
    expect(stage.effects).toBe(0);
  });
});

describe.each(TARGETS)('%s, %s: a value that cannot be a signing secret', (mode, requests) => {
  const stage = new SigningSecretStage(mode, requests);

  it.each([
    { reason: 'url in the current version', value: WEBHOOK.url },
    { reason: 'url in the current version at webhook', value: { webhook: WEBHOOK.url } },
    { reason: 'uuid in the current version', value: UUID },
    { reason: 'uuid in the current version at webhook', value: { webhook: UUID } },
    { reason: 'date in the current version at webhook', value: { webhook: WEBHOOK.created_at } },
    { reason: 'too_short in the current version', value: 'fifteen-letters' },
    { reason: 'too_short in the current version at env', value: { env: 'prod' } },
  ])('verifies nothing: $reason', async ({ reason, value }) => {
    stage.store(value);
    stage.store(value); // so that the previous version is unusable too
    const secret = String(typeof value === 'string' ? value : Object.values(value)[0]);
    expect(await stage.deliverAfter(0, secret)).toEqual(UNAVAILABLE);
    expect(stage.effects).toBe(0);
    expect(stage.log).toContain(`(${reason})`);
    expect(stage.log).not.toContain(secret === 'prod' ? '"prod"' : secret);
  });
});
