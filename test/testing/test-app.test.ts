import { expect, it } from '@jest/globals';
import { App } from 'frameio-lambda';
import { testApp } from 'frameio-lambda/testing';

const app = new App();
app.onWebhook('file.ready', async ({ event, client, logger }) => {
  const { data: file } = await client.files.show(event.accountId, event.resourceId);
  logger.info('seen', { name: file.name });
  await client.comments.create(event.accountId, event.resourceId, { data: { text: `${file.name} is ready.` } });
});

for (const n of [1, 2, 3, 4])
  it(`comments ${n}`, async () => {
    const t0 = performance.now();
    const t = await testApp(app);
    const t1 = performance.now();
    const d = await t.send('file.ready', { name: 'Take 1.mov' });
    console.log(t1 - t0, performance.now() - t1);
    expect(t.comments).toEqual(['Take 1.mov is ready.']);
    if (n === 1) console.log(d, t.api, t.logs);
  });
