import { expect, it } from '@jest/globals';
import { App, RetryLater } from 'frameio-lambda';
import { testApp } from 'frameio-lambda/testing';

const app = new App({ secrets: { slack: 'the/slack/secret' } });
app.onWebhook('file.created', () => Promise.reject(undefined));
app.onWebhook('file.ready', () => Promise.reject('a text'));
app.onWebhook('file.updated', () => Promise.reject(new RetryLater(1_000)));
app.onWebhook('file.deleted', async ({ secrets }) => void (await secrets.get('slack')));
app.onWebhook('file.copied', () => Promise.reject(new Error('the first failed')), { name: 'first' });
app.onWebhook('file.copied', () => Promise.reject(new Error('the second failed')), { name: 'second' });
app.onWebhook('file.copied', () => undefined, { name: 'third' });

it.each([
  ['file.created', undefined],
  ['file.ready', 'a text'],
] as const)('reports a thrown value that is not an error: %s', async (event, cause) => {
  const t = await testApp(app);
  const message = `The handler "${event}" threw a value that is not an Error. See the cause.`;
  await expect(t.send(event)).rejects.toMatchObject({ code: 'test_app', message, cause });
});

it('reports a secret that does not exist, although the handler runs again', async () => {
  const t = await testApp(app);
  await expect(t.send('file.deleted')).rejects.toMatchObject({ code: 'secret_unavailable' });
  expect(t.deliveries).toMatchObject([{ handlers: [{ outcome: 'postponed' }] }]);
});

it('reports no wait that a handler asked for', async () => {
  const t = await testApp(app);
  expect(await t.send('file.updated')).toMatchObject({ handlers: [{ outcome: 'postponed' }] });
});

it('reports the errors of several handlers', async () => {
  const t = await testApp(app);
  await expect(t.send('file.copied')).rejects.toMatchObject({
    message: 'The handlers "first" and "second" failed: the first failed; the second failed',
    errors: [new Error('the first failed'), new Error('the second failed')],
  });
});
