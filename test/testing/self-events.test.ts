import { expect, it } from '@jest/globals';
import { App, type AppOptions } from 'frameio-lambda';
import { testApp } from 'frameio-lambda/testing';

/** An app that comments on each ready file, and replies to each comment with a comment. */
function replyingApp(options: Pick<AppOptions, 'skipSelfEvents'> = {}) {
  const app = new App(options);
  app.onWebhook('file.ready', async ({ event, client }) => {
    await client.comments.create(event.accountId, event.resourceId, { data: { text: 'Ready.' } });
  });
  app.onWebhook('comment.created', async ({ event, client }) => {
    const { data: comment } = await client.comments.show(event.accountId, event.resourceId);
    if (comment.text === 'fail') throw new Error('cannot reply');
    const text = `Re: ${comment.text}`;
    await client.comments.create(event.accountId, comment.file_id, { data: { text } });
  });
  return app;
}

it('delivers the events of the app’s own changes, which the filter of self events skips', async () => {
  const t = await testApp(replyingApp());
  await t.send('file.ready');
  expect(await t.sendSelfEvents()).toMatchObject([
    { type: 'comment.created', status: 200, handlers: [{ outcome: 'skipped' }] },
  ]);
  expect(t.comments).toEqual(['Ready.']);
  expect(await t.sendSelfEvents()).toEqual([]);
});

it('delivers one round of events, so that an endless loop does not hang the test', async () => {
  const t = await testApp(replyingApp({ skipSelfEvents: [] }));
  await t.send('file.ready');
  for (let round = 0; round < 3; round += 1) expect(await t.sendSelfEvents()).toHaveLength(1);
  expect(t.comments).toEqual(['Ready.', 'Re: Ready.', 'Re: Re: Ready.', 'Re: Re: Re: Ready.']);
});

it('delivers only the events that a handler listens to', async () => {
  const app = new App();
  app.onWebhook('file.ready', async ({ event, client }) => {
    await client.files.update(event.accountId, event.resourceId, { data: { name: 'New name.mov' } });
  });
  const t = await testApp(app);
  await t.send('file.ready');
  expect(t.frameio.events).toMatchObject([{ type: 'file.updated' }]);
  expect(await t.sendSelfEvents()).toEqual([]);
});

it('throws what a handler threw, after all deliveries', async () => {
  const t = await testApp(replyingApp({ skipSelfEvents: [] }));
  const file = t.frameio.addFile();
  await t.run(async () => {
    const app = replyingApp();
    for (const text of ['fail', 'Hello']) {
      await app.client.comments.create(t.frameio.accountId, file.id, { data: { text } });
    }
  });
  await expect(t.sendSelfEvents()).rejects.toThrow('cannot reply');
  expect(t.deliveries).toHaveLength(2);
  expect(t.comments).toContain('Re: Hello');
});
