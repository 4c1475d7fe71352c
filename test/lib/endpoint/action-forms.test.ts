import { describe, expect, it } from '@jest/globals';
import {
  type ActionHandler,
  checkbox,
  endpointHandler,
  form,
  message,
  select,
  text,
  wizard,
} from '../../../lib/index.ts';
import { actionRequest, INTERACTION, readAnswer } from '../../support/action-requests.ts';
import { ARCHIVE, answerOf, makeApp, setUpIdempotencyTable } from './archive-action.ts';

setUpIdempotencyTable();

const archiveForm = form({
  title: 'Archive',
  description: 'Where should it go?',
  fields: {
    tier: select({ label: 'Tier', options: { cold: 'Cold storage', deep: 'Deep archive' }, value: 'cold' }),
    notify: checkbox({ label: 'Tell the uploader' }),
    note: text({ label: 'Note' }),
  },
});
const DATA = { tier: 'deep', notify: 'true', note: 'Season 1' };

describe('a custom action with a form', () => {
  const withForm = (handle: ActionHandler<{ tier: 'cold' | 'deep'; notify: boolean; note: string }>) =>
    makeApp().onAction('studio.archive', { ...ARCHIVE, form: archiveForm }, handle);

  it('shows the form, then runs the handler with the typed data', async () => {
    const app = withForm(({ data }) => message('Archived', JSON.stringify(data)));
    expect(await answerOf(app)).toMatchObject({
      status: 200,
      body: { title: 'Archive', fields: [{ name: 'tier' }, {}, {}] },
    });
    expect(await answerOf(app, { data: DATA })).toEqual({
      status: 200,
      body: { title: 'Archived', description: '{"tier":"deep","notify":true,"note":"Season 1"}' },
    });
  });

  it('runs the handler for a submission without ids, as Frame.io’s guide shows it', async () => {
    const app = withForm(({ action }) => message('Archived', `${action.resourceId} of ${action.accountId}`));
    await answerOf(app);
    const only = {
      account_id: undefined,
      project: undefined,
      resource: undefined,
      user: undefined,
      workspace: undefined,
    };
    expect(await answerOf(app, { ...only, data: DATA })).toMatchObject({
      body: { description: `${INTERACTION.resource.id} of ${INTERACTION.account_id}` },
    });
  });

  it('shows the form again with a note if the data does not fit, and runs no handler', async () => {
    const app = withForm(() => {
      throw new Error('The handler must not run.');
    });
    const { body } = await answerOf(app, { data: { ...DATA, tier: 'glacier' } });
    expect(body).toMatchObject({
      title: 'Archive',
      fields: [{ name: 'tier' }, { value: true }, { value: 'Season 1' }],
    });
    expect(JSON.stringify(body)).toContain('Tier');
  });

  it('loads the options of its form when somebody clicks', async () => {
    let presets = ['proxy'];
    const app = makeApp().onAction(
      'studio.archive',
      {
        ...ARCHIVE,
        form: async ({ action }) => {
          const options = presets.map((name) => ({ name, value: name }));
          return form({
            title: action.resourceId,
            description: 'Which?',
            fields: { preset: select({ label: 'Preset', options }) },
          });
        },
      },
      ({ data }) => message('Rendering', data.preset),
    );
    expect(await answerOf(app)).toMatchObject({ body: { title: INTERACTION.resource.id } });
    expect(await answerOf(app, { data: { preset: 'proxy' } })).toMatchObject({ body: { description: 'proxy' } });
    presets = ['master'];
    const other = { interaction_id: 'another', data: { preset: 'proxy' } };
    expect(await answerOf(app, other)).toMatchObject({ body: { fields: [{ options: [{ value: 'master' }] }] } });
  });

  it('does not start the handler after its form function has used up the time', async () => {
    let runs = 0;
    let ended = Promise.resolve();
    const app = makeApp().onAction(
      'studio.archive',
      {
        ...ARCHIVE,
        form: ({ signal }) => {
          const timeUp = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
          ended = timeUp;
          return timeUp.then(() => archiveForm);
        },
      },
      () => {
        runs += 1;
        return message('Archived', 'The file is in cold storage.');
      },
    );
    const endpoint = await endpointHandler(app);
    const request = actionRequest({ data: DATA }, { receivedAt: Date.now() - 2_000 });
    expect(readAnswer(await endpoint(request))).toMatchObject({ status: 200, body: { title: 'Archive' } });
    await ended;
    await new Promise(setImmediate);
    expect(runs).toBe(0);
  });
});

it('a wizard collects the data of its steps, although each runs in another process', async () => {
  const steps = wizard(
    form({ title: 'Publish', description: 'Where?', fields: { channel: text({ label: 'Channel' }) } }),
  )
    .step(({ data }) =>
      form({ title: 'Publish', description: `To ${data.channel}?`, fields: { sure: checkbox({ label: 'Sure' }) } }),
    )
    .step(({ data }) =>
      data.sure
        ? form({ title: 'Publish', description: 'When?', fields: { at: text({ label: 'At' }) } })
        : message('Stopped', 'Nothing is published.'),
    );
  const process = () =>
    makeApp().onAction('studio.archive', { ...ARCHIVE, form: steps }, ({ data }) =>
      message('Published', `${data.channel} ${data.sure} ${data.at}`),
    );
  expect(await answerOf(process())).toMatchObject({ body: { description: 'Where?' } });
  expect(await answerOf(process(), { data: { channel: 'a' } })).toMatchObject({ body: { description: 'To a?' } });
  expect(await answerOf(process(), { data: { sure: true } })).toMatchObject({ body: { description: 'When?' } });
  expect(await answerOf(process(), { data: { channel: 'a' } })).toMatchObject({ body: { description: 'To a?' } });
  expect(await answerOf(process(), { data: { at: 'noon' } })).toMatchObject({ body: { description: 'a true noon' } });
});
