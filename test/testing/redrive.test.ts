import { beforeEach, expect, it } from '@jest/globals';
import { App, PermanentError } from 'frameio-lambda';
import { type TestApp, testApp } from 'frameio-lambda/testing';

let isFixed: boolean;
let t: TestApp;
beforeEach(async () => {
  isFixed = false;
  const app = new App();
  app.onWebhook(['file.ready', 'folder.created'], ({ event }) => {
    if (!isFixed) throw new PermanentError(`cannot handle ${event.type}`);
  });
  t = await testApp(app);
  for (const type of ['file.ready', 'folder.created'] as const) await t.send(type).catch(() => undefined);
});

it('runs the handlers of all dead letters again', async () => {
  isFixed = true;
  await t.redrive();
  expect(t.deadLetters).toEqual([]);
  const completed = { handlers: [{ outcome: 'completed' }] };
  expect(t.deliveries).toMatchObject([completed, completed]);
});

it('runs only the handlers of given dead letters', async () => {
  isFixed = true;
  const [, second] = t.deadLetters;
  await t.redrive(second && [second]);
  expect(t.deadLetters).toMatchObject([{ body: { type: 'file.ready' } }]);
  expect(t.deliveries).toMatchObject([{}, { handlers: [{ outcome: 'completed' }] }]);
});

it('leaves a dead letter whose handler still fails', async () => {
  await t.redrive();
  expect(t.deadLetters).toMatchObject([{ errorCode: 'permanent' }, { errorCode: 'permanent' }]);
});
