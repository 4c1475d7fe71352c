import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecipeStage } from '../recipe-stage.ts';
import { RecipeRuns } from './recipe-runs.ts';

let runs: RecipeRuns;
let stage: RecipeStage;
let fileId: string;
beforeAll(async () => {
  runs = await RecipeRuns.start();
  stage = runs.stage;
});
afterAll(() => runs.close());
beforeEach(() => {
  fileId = runs.addFile();
});

describe('metadata-on-upload,', () => {
  const event = () => ({ type: 'file.upload.completed', resourceId: fileId });
  const field = (name: string, type: string, value: unknown, options?: readonly string[]) => ({
    field_definition_id: `id of ${name}`,
    field_definition_name: name,
    field_type: type,
    mutable: true,
    value,
    ...(options && { field_options: options.map((option) => ({ id: `id of ${option}`, display_name: option })) }),
  });
  const values = () => stage.metadataFields.map(({ value }) => value);

  it('fills the empty fields, and fills them once', async () => {
    const fields = [field('Reel', 'text', null), field('Stage', 'select', [], ['Dailies', 'Final'])];
    stage.metadataFields.splice(0, Number.POSITIVE_INFINITY, ...fields);
    expect(await stage.deliver(await runs.appOf('metadata-on-upload'), event())).toBe('completed');
    expect(values()).toEqual(['A001', ['id of Dailies']]);
  });

  it('keeps the values that a person has set', async () => {
    const fields = [field('Reel', 'text', 'B007'), field('Stage', 'select', [{ id: 'other', display_name: 'Final' }])];
    stage.metadataFields.splice(0, Number.POSITIVE_INFINITY, ...fields);
    stage.calls.length = 0;
    expect(await stage.deliver(await runs.appOf('metadata-on-upload'), event())).toBe('completed');
    expect(values()[0]).toBe('B007');
    expect(stage.calls.filter((call) => call.startsWith('PATCH'))).toEqual([]);
  });

  it('gives up if a field does not exist', async () => {
    stage.metadataFields.splice(0, Number.POSITIVE_INFINITY, field('Reel', 'text', null));
    expect(await stage.deliver(await runs.appOf('metadata-on-upload'), event())).toBe('failed');
  });
});

describe('only-some-projects,', () => {
  const OTHER_ID = '7e46e495-4444-4555-8649-bee4d391a997';
  const event = () => ({ type: 'file.ready', resourceId: fileId });
  const isHandled = async (variables: Readonly<Record<string, string>>) => {
    const app = await runs.appOf('only-some-projects', { PROJECT_IDS: '', FOLDER_IDS: '', ...variables });
    expect(await stage.deliver(app, event())).toBe('completed');
    return runs.commentsOf(fileId).length > 0;
  };

  it.each([
    { name: 'handles every project without a list', variables: () => ({}), expected: true },
    {
      name: 'handles a project on the list',
      variables: () => ({ PROJECT_IDS: ` ${OTHER_ID}, ${stage.frameioState.project.id} ` }),
      expected: true,
    },
    {
      name: 'leaves the files of another project untouched',
      variables: () => ({ PROJECT_IDS: OTHER_ID }),
      expected: false,
    },
    {
      name: 'handles a file below a folder on the list',
      variables: () => ({ FOLDER_IDS: stage.frameioState.project.root_folder_id }),
      expected: true,
    },
    {
      name: 'leaves the files of another folder untouched',
      variables: () => ({ FOLDER_IDS: OTHER_ID }),
      expected: false,
    },
  ])('$name', async ({ variables, expected }) => {
    expect(await isHandled(variables())).toBe(expected);
  });
});
