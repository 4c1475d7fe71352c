import { beforeEach, describe, expect, it } from '@jest/globals';
import { advanceForm } from '../../../lib/actions/advance-form.ts';
import { type FormSource, isWizard } from '../../../lib/actions/form-source.ts';
import type { FormValues } from '../../../lib/actions/reply-data.ts';
import { ConfigError } from '../../../lib/core/errors.ts';
import { type Form, form, message, text, wizard } from '../../../lib/index.ts';

interface Context {
  readonly user: string;
}

/** The data with which the framework asked for a context, in order. */
let contexts: FormValues[];
beforeEach(() => {
  contexts = [];
});

const CLOSED = message('Closed', 'The archive is closed.');
const formOf = <Name extends string>(...names: Name[]) =>
  form({
    title: 'Move',
    description: `Fill in ${names.join(', ')}`,
    fields: Object.fromEntries(names.map((name) => [name, text({ label: name.toUpperCase() })])),
  });

function advance(source: FormSource<Context> | undefined, submitted?: unknown, state?: unknown) {
  const contextWith = (data: FormValues) => {
    contexts.push(data);
    return { user: 'Ada', data };
  };
  return advanceForm(source, { submitted, state, contextWith });
}

const shows = (reply: Form, state?: object) => ({ isComplete: false, reply, state });
const showsAgain = (description: string, state?: object) => ({
  isComplete: false,
  reply: { kind: 'form', description: expect.stringMatching(description) },
  state,
});
const runsWith = (data: object) => ({ isComplete: true, data });

describe('an action without a form', () => {
  it.each([undefined, null, { note: 'a' }])(
    'runs the handler with empty data if the request has %j',
    async (submitted) => {
      expect(await advance(undefined, submitted)).toEqual(runsWith({}));
    },
  );
});

describe('an action with a form', () => {
  const source = formOf('note');

  it.each([undefined, null])('shows the form if the data of the request is %j', async (submitted) => {
    expect(await advance(source, submitted)).toEqual(shows(source));
  });

  it('runs the handler with data that fits', async () => {
    expect(await advance(source, { note: 'a' })).toEqual(runsWith({ note: 'a' }));
  });

  it('shows the form again for data that does not fit', async () => {
    expect(await advance(source, { note: 7 })).toMatchObject(showsAgain('^Check these fields: NOTE\\.'));
  });

  it('ignores a state that it never returned', async () => {
    expect(await advance(source, { note: 'a' }, { step: 1, data: { other: 'b' } })).toEqual(runsWith({ note: 'a' }));
  });
});

describe('an action with a form function', () => {
  it('calls the function to show the form and again to check the submission', async () => {
    const users: string[] = [];
    const source = async ({ user }: Context) => {
      users.push(user);
      return formOf('note');
    };
    expect(await advance(source)).toEqual(shows(formOf('note')));
    expect(await advance(source, { note: 'a' })).toEqual(runsWith({ note: 'a' }));
    expect(users).toEqual(['Ada', 'Ada']);
  });

  it('ends the interaction if the function returns a message', async () => {
    const ended = { isComplete: false, reply: CLOSED, state: undefined };
    expect(await advance(() => CLOSED)).toEqual(ended);
    expect(await advance(() => CLOSED, { note: 'a' })).toEqual(ended);
  });

  it.each([
    { json: '{}', found: 'nothing' },
    { json: '{"returned":null}', found: 'another value' },
    { json: '{"returned":{"title":"Done","description":"Archived."}}', found: 'another value' },
  ])('refuses a function that returns the value of $json', async ({ json, found }) => {
    await expect(advance(() => JSON.parse(json).returned)).rejects.toThrow(
      new ConfigError(`The form function returned ${found}. Return form(...) or message(...).`),
    );
  });

  it('fails with the error of the function', async () => {
    const failure = new Error('no such folder');
    await expect(advance(() => Promise.reject(failure))).rejects.toBe(failure);
  });
});

describe('an action with a wizard', () => {
  const source = wizard((_context: Context) => formOf('project'))
    .step(async ({ data, user }) => {
      if (data.project === 'closed') return CLOSED;
      return form({ title: user, description: `In ${data.project}`, fields: { folder: text({ label: 'Folder' }) } });
    })
    .step(({ data }) =>
      form({ title: 'Name', description: `In ${data.folder}`, fields: { name: text({ label: 'Name' }) } }),
    );
  const secondForm = form({ title: 'Ada', description: 'In p1', fields: { folder: text({ label: 'Folder' }) } });
  const thirdForm = form({ title: 'Name', description: 'In f1', fields: { name: text({ label: 'Name' }) } });
  const SECOND = { step: 1, data: { project: 'p1' } };
  const THIRD = { step: 2, data: { project: 'p1', folder: 'f1' } };

  it('is a wizard, and other sources are none', () => {
    expect([source, formOf('note'), () => formOf('note')].map(isWizard)).toEqual([true, false, false]);
  });

  it('shows one form after the other and runs the handler with the data of all', async () => {
    expect(await advance(source)).toEqual(shows(formOf('project')));
    expect(await advance(source, { project: 'p1' })).toEqual(shows(secondForm, SECOND));
    expect(await advance(source, { folder: 'f1' }, SECOND)).toEqual(shows(thirdForm, THIRD));
    expect(await advance(source, { name: 'n1' }, THIRD)).toEqual(runsWith({ project: 'p1', folder: 'f1', name: 'n1' }));
  });

  it('returns states that are JSON', async () => {
    const { state } = Object(await advance(source, { folder: 'f1' }, SECOND));
    expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
  });

  it('gives each step the data of the earlier steps', async () => {
    await advance(source, { folder: 'f1' }, SECOND);
    expect(contexts).toEqual([{ project: 'p1' }, { project: 'p1', folder: 'f1' }]);
  });

  it('keeps the state if the data does not fit', async () => {
    expect(await advance(source, { folder: 7 }, SECOND)).toMatchObject(
      showsAgain('^Check these fields: Folder\\.', SECOND),
    );
  });

  it('ends with the message of a step', async () => {
    expect(await advance(source, { project: 'closed' })).toEqual({
      isComplete: false,
      reply: CLOSED,
      state: undefined,
    });
  });

  it('ends if a step returns a message by the time of the submission', async () => {
    const closed = { step: 1, data: { project: 'closed' } };
    expect(await advance(source, { folder: 'f1' }, closed)).toEqual({
      isComplete: false,
      reply: CLOSED,
      state: undefined,
    });
  });

  it('starts again with a request that has no data', async () => {
    expect(await advance(source, null, THIRD)).toEqual(shows(formOf('project')));
  });

  it.each<{ name: string; state: unknown }>([
    { name: 'missing', state: undefined },
    { name: 'not an object', state: 'step 1' },
    { name: 'of a step that the wizard does not have', state: { step: 3, data: {} } },
    { name: 'of the first step', state: { step: 0, data: { project: 'p1' } } },
    { name: 'of a step before the first', state: { step: -1, data: {} } },
    { name: 'between two steps', state: { step: 1.5, data: {} } },
    { name: 'without data', state: { step: 1 } },
    { name: 'with data of another type', state: { step: 1, data: { project: 7 } } },
  ])('shows the first form again if the state is $name', async ({ state }) => {
    expect(await advance(source, { folder: 'f1' }, state)).toMatchObject(showsAgain('Fill in project$'));
  });

  it('refuses a field name that an earlier step has', async () => {
    const repeating = wizard((_context: Context) => formOf('project')).step(() => formOf('folder', 'project'));
    await expect(advance(repeating, { project: 'p1' })).rejects.toThrow(
      new ConfigError('Step 2 of the wizard has a field "project", and so has an earlier step. Rename one of them.'),
    );
  });

  it('does not take a property that every object has for an earlier field', async () => {
    const named = wizard((_context: Context) => formOf('project')).step(() => formOf('constructor'));
    expect(await advance(named, { project: 'p1' })).toEqual(shows(formOf('constructor'), SECOND));
  });

  it('names the step that returns nothing', async () => {
    const untyped = wizard((_context: Context) => formOf('project')).step(() => JSON.parse('{}').returned);
    await expect(advance(untyped, { project: 'p1' })).rejects.toThrow(
      'The form function of step 2 returned nothing. Return form(...) or message(...).',
    );
  });

  it('leaves a wizard as it is when it gets another step', () => {
    const first = wizard(formOf('project'));
    first.step(() => formOf('folder'));
    expect(first.steps).toHaveLength(1);
  });
});
