import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { compileDocuments } from '../support/compile-documents.ts';
import { readDocument } from '../support/documents.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Pages beside the index in `docs/`. */
const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md') && name !== 'README.md');
const pages = ['README.md', 'CONTRIBUTING.md', 'docs/README.md', ...guides.map((name) => `docs/${name}`)];

describe.each(guides)('docs/%s', (name) => {
  const page = readDocument(`docs/${name}`);

  it('says in its first paragraph who needs it', () => {
    expect(page).toMatch(/^# .+\n\nRead this page (if|to|before) /);
  });

  it('is in the index', () => {
    expect(readDocument('docs/README.md')).toContain(`](${name})`);
  });
});

it('the TypeScript blocks of all pages compile', async () => {
  expect(await compileDocuments(pages)).toEqual({ exitCode: 0, output: '' });
});

it.each(pages)('%s links only to pages and sections that exist', (path) => {
  expect(linksIn(readDocument(path)).filter((link) => !exists(link, path))).toEqual([]);
});

/** Returns the targets of the links in a page, without those to other sites and those in code. */
function linksIn(page: string): readonly string[] {
  const text = page.replaceAll(/^( *)```[\s\S]*?^\1```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^https?:/.test(link));
}

function exists(link: string, from: string): boolean {
  const [path = '', section] = link.split('#');
  const target = path === '' ? from : relative(root, join(root, dirname(from), path));
  if (!existsSync(join(root, target))) return false;
  return section === undefined || sectionsOf(readDocument(target)).includes(section);
}

/** Returns the anchors of a page's headings, as GitHub makes them. */
function sectionsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
