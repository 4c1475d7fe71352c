import { expect, it } from '@jest/globals';
import { contentUnderTest } from './content-under-test.ts';

const stage = contentUnderTest();

const search = async (query: string, filters = {}) => {
  const { data } = await stage.client.search.search(stage.accountId, { query, engine: 'lexical', filters });
  return data.map(({ type, result, matches }) => [type, result.name, Object(matches[0]).terms]);
};

it('finds assets and projects by the words in their names, the best matches first', async () => {
  stage.addFile('Harbour night.mov');
  stage.addFile('Harbour.mov');
  await stage.client.folders.create(stage.accountId, stage.rootId, { data: { name: 'Night shots' } });
  expect(await search('harbour NIGHT')).toEqual([
    ['file_result', 'Harbour night.mov', ['harbour', 'night']],
    ['folder_result', 'Night shots', ['night']],
    ['file_result', 'Harbour.mov', ['harbour']],
  ]);
  expect(await search('night', { files_and_version_stacks: false })).toEqual([
    ['folder_result', 'Night shots', ['night']],
  ]);
  expect(await search('sandbox')).toEqual([['project_result', 'Sandbox', ['sandbox']]]);
});
