import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { ACTION_MESSAGE } from '../support/action-requests.ts';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';

const VALID = { tier: 'deep', notify: true, note: '' };
const CANARY = 'canary-of-the-data';
const LONG = CANARY.padEnd(65_536, 'x');
const CONTROL = `${CANARY}\u0000\u001b[31m\u2028\ud800\r\n`;

describe.each<DeliveryMode>(['inline', 'queued'])('%s: the submission of a form', (mode) => {
  let deployment: DeploymentUnderTest;
  let answer: Awaited<ReturnType<DeploymentUnderTest['act']>>;
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode, app: 'actions-app' });
  });
  afterEach(() => {
    expect(deployment.endpoint.leaks).toEqual([]);
    expect(deployment.endpoint.logs.join('\n')).not.toContain(CANARY);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
  afterAll(() => deployment.stop());

  const submit = async (data: unknown, type = 'form') => {
    answer = await deployment.act({ type, interaction_id: randomUUID(), data });
    return answer;
  };

  it.each<{ name: string; data: unknown; note: string }>([
    { name: 'an unknown field', data: { ...VALID, other: CANARY }, note: 'The form has changed' },
    { name: 'a value outside the options', data: { ...VALID, tier: CANARY }, note: 'Tier' },
    { name: 'the name of an option in place of its value', data: { ...VALID, tier: 'Deep archive' }, note: 'Tier' },
    { name: 'a number for an option', data: { ...VALID, tier: 1 }, note: 'Tier' },
    {
      name: 'a name of a property of every object as an option',
      data: { ...VALID, tier: 'constructor' },
      note: 'Tier',
    },
    { name: 'a number for a checkbox', data: { ...VALID, notify: 1 }, note: 'Tell the uploader' },
    { name: 'another text for a checkbox', data: { ...VALID, notify: CANARY }, note: 'Tell the uploader' },
    { name: 'a number for a text', data: { ...VALID, note: 5 }, note: 'Note' },
    { name: 'an object for a text', data: { ...VALID, note: { text: CANARY } }, note: 'Note' },
    { name: 'null for a text', data: { ...VALID, note: null }, note: 'Note' },
    { name: 'a list for a text', data: { ...VALID, note: [CANARY] }, note: 'Note' },
    { name: 'a missing field', data: { ...VALID, notify: undefined }, note: 'Tell the uploader' },
    { name: 'no field', data: {}, note: 'Tier, Tell the uploader, Note' },
    { name: 'a list', data: [VALID], note: 'Tier' },
    { name: 'a text', data: JSON.stringify(VALID), note: 'Tier' },
    { name: 'a number', data: 5, note: 'Tier' },
    { name: 'false', data: false, note: 'Tier' },
    { name: '64 KB for an option', data: { ...VALID, tier: LONG }, note: 'Tier' },
    { name: 'control characters in an option', data: { ...VALID, tier: CONTROL }, note: 'Tier' },
    { name: 'a name of 64 KB', data: { ...VALID, ['x'.repeat(65_536)]: CANARY }, note: 'The form has changed' },
    {
      name: 'prototype keys',
      data: JSON.parse(`{"__proto__":{"polluted":true},"tier":"deep","notify":true,"note":""}`),
      note: 'The form has changed',
    },
    {
      name: 'the key "constructor"',
      data: { ...VALID, constructor: { prototype: CANARY } },
      note: 'The form has changed',
    },
    {
      name: 'fields that only a prototype has',
      data: JSON.parse(`{"__proto__":${JSON.stringify(VALID)}}`),
      note: 'Tier',
    },
  ])('shows the form again with a note, and runs no handler: $name', async ({ data, note }) => {
    expect(await submit(data)).toMatchObject({
      status: 200,
      body: {
        title: 'Archive',
        description: expect.stringMatching(new RegExp(`^[^\n]*${note}.*\n\nWhere should it go\\?$`)),
        fields: [{ name: 'tier' }, { name: 'notify' }, { name: 'note' }],
      },
    });
    expect(JSON.stringify(answer)).not.toContain(CANARY);
    expect(JSON.stringify(answer).length).toBeLessThan(1_000);
    expect(deployment.queue.messages).toEqual([]);
  });

  it.each([
    { name: '64 KB', note: LONG },
    { name: 'control characters', note: CONTROL },
    { name: 'no character', note: '' },
    { name: 'prototype keys in JSON', note: '{"__proto__":{"polluted":true}}' },
  ])('runs the handler with a text of $name, unchanged', async ({ note }) => {
    expect(await submit({ ...VALID, note })).toEqual({ status: 200, body: ACTION_MESSAGE });
    const [queued] = deployment.queue.messages;
    const { body } = JSON.parse(queued?.body ?? '');
    expect(JSON.parse(body).text).toBe(`deep true ${note}`);
    await deployment.drain();
  });

  it('ignores data for an action without a form', async () => {
    expect(await submit({ polluted: CANARY, other: [LONG] }, 'message')).toMatchObject({ status: 200 });
  });

  it('answers an action without a handler with a message, whatever the data', async () => {
    expect(await submit({ polluted: CANARY }, 'studio.gone')).toMatchObject({
      status: 200,
      body: { description: 'This action is no longer available.' },
    });
    expect(await submit(LONG, '__proto__')).toMatchObject({ status: 200, body: { title: 'Not available' } });
    expect(deployment.queue.messages).toEqual([]);
  });
});
