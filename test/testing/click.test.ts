import { expect, it } from '@jest/globals';
import { App, checkbox, form, message, select, text, wizard } from 'frameio-lambda';
import { testApp } from 'frameio-lambda/testing';

const archive = form({
  title: 'Archive',
  description: 'Why?',
  fields: {
    reason: text({ label: 'Reason' }),
    tier: select({ label: 'Tier', options: { cold: 'Cold', frozen: 'Frozen' }, value: 'cold' }),
    notify: checkbox({ label: 'Notify', value: true }),
  },
});

const app = new App();
app.onAction('studio.ping', { name: 'Ping', description: 'Answers' }, () => message('Pong', 'Here.'));
app.onAction(
  'studio.archive',
  { name: 'Archive', description: 'Archives the file', form: archive },
  async ({ action, data, client, enqueue }) => {
    if (data.reason === 'broken') throw new RangeError('no room in the archive');
    await enqueue('archive', { fileId: action.resourceId, tier: data.tier });
    await client.comments.create(action.accountId, action.resourceId, { data: { text: `Archived: ${data.reason}` } });
    return message('Archived', `${data.reason}, ${data.tier}, ${data.notify}`);
  },
);
app.onJob('archive', ({ payload }) => {
  if (Object(payload).tier === 'frozen') throw new Error('the freezer is full');
});
app.onAction(
  'studio.deliver',
  {
    name: 'Deliver',
    description: 'Delivers the file',
    form: wizard(form({ title: 'To whom?', description: 'A name', fields: { name: text({ label: 'Name' }) } })).step(
      ({ data }) =>
        form({ title: `How, ${data.name}?`, description: 'A way', fields: { way: text({ label: 'Way' }) } }),
    ),
  },
  ({ data }) => message('Delivered', `${data.name} by ${data.way}`),
);

it('returns the message of an action', async () => {
  const t = await testApp(app);
  expect(await t.click('studio.ping')).toEqual({ kind: 'message', title: 'Pong', description: 'Here.' });
});

it('submits the form of an action with the values that it shows', async () => {
  const t = await testApp(app);
  const file = t.frameio.addFile({ name: 'Take 1.mov' });
  const reply = await t.click('studio.archive', file).submit({ reason: 'Old' });
  expect(reply).toMatchObject({ kind: 'message', description: 'Old, cold, true' });
  expect(t.comments).toEqual(['Archived: Old']);
  expect(t.jobs).toMatchObject([{ name: 'archive', payload: { fileId: file.id }, outcome: 'completed' }]);
});

it('shows the form of an action', async () => {
  const t = await testApp(app);
  const shown = t.click('studio.archive');
  expect(await shown).toMatchObject({
    kind: 'form',
    title: 'Archive',
    fields: [{ name: 'reason' }, { name: 'tier' }, {}],
  });
  expect(await shown.submit({ reason: 'Old', notify: false })).toMatchObject({ description: 'Old, cold, false' });
});

it('submits the forms of a wizard', async () => {
  const t = await testApp(app);
  const reply = await t.click('studio.deliver').submit({ name: 'Robin' }).submit({ way: 'courier' });
  expect(reply).toMatchObject({ description: 'Robin by courier' });
});

it('throws what the handler or its job threw', async () => {
  const t = await testApp(app);
  const error = new RangeError('no room in the archive');
  await expect(t.click('studio.archive').submit({ reason: 'broken' })).rejects.toThrow(error);
  await expect(t.click('studio.archive').submit({ reason: 'Old', tier: 'frozen' })).rejects.toThrow('freezer is full');
});

it('answers in the delivery mode "queued" too', async () => {
  const t = await testApp(app, { deliveryMode: 'queued' });
  expect(await t.click('studio.ping')).toMatchObject({ title: 'Pong' });
});

it('says which actions and fields there are', async () => {
  const t = await testApp(app);
  expect(() => t.click('studio.pong')).toThrow(
    'The app has no custom action "studio.pong". Its actions are: "studio.ping", "studio.archive", "studio.deliver".',
  );
  await expect(t.click('studio.archive').submit({ cause: 'Old' })).rejects.toThrow(
    'The form "Archive" has no field cause. It has: reason, tier, notify.',
  );
  await expect(t.click('studio.ping').submit()).rejects.toThrow(
    'There is no form to submit: the action answered with the message "Pong: Here.".',
  );
});
