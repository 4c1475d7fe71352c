import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { handler } from '../../../lib/registration/signing-secret-rotation-handler.ts';
import { InProcessFunction } from '../../support/in-process-function.ts';
import { APP, type RegistrationUnderTest, startRegistration } from './registration-under-test.ts';

const rotation = new InProcessFunction(handler);
let test: RegistrationUnderTest;
beforeAll(async () => {
  test = await startRegistration();
  await test.run({ ...APP, actions: [] });
});
afterAll(() => test.close());
beforeEach(() => {
  rotation.output.length = 0;
});

const logged = () => rotation.output.map((line): unknown => JSON.parse(line));
const invoke = (change: object = {}) => rotation.invoke({ ...test.target, waitMs: 0, ...change }, test.variables);

it('replaces the webhook, and logs each step', async () => {
  const [old] = test.webhooks();
  await invoke();
  expect(test.webhooks()).toHaveLength(1);
  expect(test.webhooks()[0]?.id).not.toBe(old?.id);
  expect(logged()).toMatchObject([
    ...['created', 'waiting', 'activated', 'waiting', 'deleted'].map((step) => ({
      level: 'INFO',
      message: 'signing secret rotation',
      step,
    })),
    { level: 'INFO', message: 'signing secrets rotated' },
  ]);
});

describe('an event without', () => {
  it.each([
    { name: 'accountId', change: { accountId: undefined } },
    { name: 'name', change: { name: '' } },
    { name: 'webhookUrl', change: { webhookUrl: 5 } },
    { name: 'workspaceIds', change: { workspaceIds: undefined } },
    { name: 'a workspace', change: { workspaceIds: [] } },
    { name: 'texts as workspaceIds', change: { workspaceIds: ['workspace', 5] } },
  ])('$name is refused', async ({ change }) => {
    const message = expect.stringContaining('a list of workspaceIds');
    await expect(invoke(change)).rejects.toMatchObject({ code: 'config_error', message });
    expect(logged()).toMatchObject([
      { level: 'ERROR', message: 'signing secret rotation failed', error: { name: 'ConfigError' } },
    ]);
  });
});
