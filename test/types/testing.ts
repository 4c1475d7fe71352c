import { App } from 'frameio-lambda';
import { testApp, webhookBody, webhookEvent } from 'frameio-lambda/testing';

const app = new App({ env: { LIMIT: 'number', CHANNEL: { type: 'string' } }, secrets: { slack: {} } });

export async function typedOptions() {
  await testApp(app, { env: { LIMIT: 1 }, secrets: { slack: 'xoxb' } });
  // @ts-expect-error The app declares a number.
  await testApp(app, { env: { LIMIT: '1' } });
  // @ts-expect-error The app declares no such variable.
  await testApp(app, { env: { OTHER: 1 } });
  // @ts-expect-error The app declares no such secret.
  await testApp(app, { secrets: { notion: 'secret' } });
}

export async function typedEvents() {
  const t = await testApp(app);
  await t.send('file.ready', { name: 'Take 1.mov', fileSize: 1 });
  await t.send('comment.created', { text: 'Nice', file: t.frameio.addFile() });
  await t.send('project.deleted', { id: 'a-project' });
  // @ts-expect-error Frame.io has no such event.
  await t.send('file.archived');
  // @ts-expect-error A comment has no name.
  await t.send('comment.created', { name: 'Take 1.mov' });
  // @ts-expect-error The test kit does not make projects.
  await t.send('project.created', { name: 'Launch' });
  await t.advance('15 minutes');
  // @ts-expect-error A month has no fixed length.
  await t.advance('1 month');
}

export function typedBuilders() {
  const type: 'share.viewed' = webhookEvent('share.viewed').type;
  const resource: 'share' = webhookBody('share.viewed').resource.type;
  // @ts-expect-error Frame.io has no such event.
  webhookEvent('share.shared');
  return { type, resource };
}
