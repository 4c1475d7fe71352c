import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { projectOf, readDocument } from '../../support/documents.ts';
import { documentOf, RECIPES } from './recipe-runs.ts';

describe('the recipes', () => {
  it('are all in the index and all tested', () => {
    const pages = readdirSync(new URL('../../../docs/recipes', import.meta.url)).filter((name) => name !== 'README.md');
    expect(pages.sort()).toEqual(RECIPES.map((recipe) => `${recipe}.md`));
    for (const page of pages) expect(readDocument('docs/recipes/README.md')).toContain(`](${page})`);
  });

  it.each(RECIPES)('%s compiles', async (recipe) => {
    const project = projectOf(documentOf(recipe));
    expect(project.files).toEqual(expect.arrayContaining(['functions/app.ts', 'cdk/app.ts']));
    expect(await project.compile()).toEqual({ exitCode: 0, output: '' });
    project.remove();
  });

  it.each(['README', ...RECIPES])('%s links only to files that exist', (recipe) => {
    const text = documentOf(recipe).replaceAll(/^```[\s\S]*?^```/gm, '');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link = '']) => link);
    const missing = links.filter(
      (link) => !existsSync(new URL(link, new URL('../../../docs/recipes/', import.meta.url))),
    );
    expect(missing).toEqual([]);
  });

  it.each(RECIPES)('%s explains itself in the same order as the others', (recipe) => {
    const headings = [...documentOf(recipe).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    const expected = ['Run it locally', 'Deploy it', 'When it fails or repeats'];
    expect(headings.slice(-3)).toEqual(expected);
  });
});
