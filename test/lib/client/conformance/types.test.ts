import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { type OpenApi, readOpenApi } from '../../../support/open-api.ts';
import { type CommandResult, runProgram } from '../../../support/run-command.ts';
import { type Correction, corrected } from './correction.ts';
import { documentedOperations } from './documented-operations.ts';
import { documentedTypes } from './documented-types.ts';
import { NEWER } from './newer.ts';

jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../../../..', import.meta.url));

const LINKS = [
  'original',
  'high_quality',
  'efficient',
  'thumbnail',
  'thumbnail_high_quality',
  'video_h264_180',
  'scrub_sheet',
];

/** One of these lists, and none of the others. */
const onlyOneOf = (names: readonly string[]) =>
  names
    .map((name) => `{ ${names.map((other) => (other === name ? `${other}: string[]` : `${other}?: never`))} }`)
    .join(' | ');

const REVIEWERS = ['emails', 'user_ids', 'adobe_user_ids'];

/** All in which the client's types are not the document's. */
const DELIBERATE: readonly Correction[] = [
  {
    at: ['File.type', 'FileWithIncludes.type', 'FileWithUploadUrls.type'],
    instead: { enum: ['file'] },
    because: 'the document gives each kind of asset the types of all, and tells them apart by it in AssetWithIncludes',
  },
  { at: ['Folder.type', 'FolderWithIncludes.type'], instead: { enum: ['folder'] }, because: 'as for files' },
  {
    at: ['VersionStack.type', 'VersionStackWithIncludes.type'],
    instead: { enum: ['version_stack'] },
    because: 'as for files, though the example of one says that it is a file',
  },
  {
    at: LINKS.map((link) => `MediaLinksCollection.${link}`),
    instead: { nullable: true },
    because: 'a link is null while there is no such rendition: only the description says so',
  },
  {
    at: ['WebhookCreateParams.data.events', 'WebhookUpdateParams.data.events'],
    instead: { 'x-typescript': 'readonly WebhookEventName[]' },
    because: 'the document takes any text, and a name that does not exist would never fire',
  },
  {
    at: ['RemoveReviewerParams.data.reviewers'],
    instead: { 'x-typescript': onlyOneOf(REVIEWERS) },
    because: 'the document allows one property and requires none, which would be nobody',
  },
  {
    at: ['AddReviewersToShareParams.data.reviewers'],
    instead: { 'x-typescript': onlyOneOf([...REVIEWERS, 'share_list_ids']) },
    because: 'as to remove them; share lists are stable since the document of September 2026',
  },
  {
    at: ['ChildrenType'],
    instead: { 'x-typescript': "CommaSeparated<'file' | 'folder' | 'version_stack'>" },
    because: 'the names are in the example only',
  },
  {
    at: ['CollectionInclude'],
    instead: { 'x-typescript': 'CommaSeparated<string>' },
    because: 'it takes several as any other, but the document does not list the names',
  },
  {
    at: ['FileRemoteUploadResponse.links'],
    instead: { properties: { status: { type: 'string' } } },
    because: 'what is in it is in the example only',
  },
  { at: ['FolderCopyResponse'], instead: { required: [] }, because: 'a 202 is answered with {}' },
  { at: ['EmptyJson'], instead: { 'x-typescript': 'FolderCopyResponse' }, because: 'that is the same 202' },
  ...NEWER,
];

const openApi = readOpenApi();

if (openApi) {
  describe('the types of the client against Frame.io’s own OpenAPI document', () => compare(openApi));
} else {
  it('are not compared: Frame.io’s OpenAPI document is not beside the project', () => expect(openApi).toBeUndefined());
}

function compare(api: OpenApi): void {
  const programFor = (corrections: readonly Correction[]) => {
    const document = corrected(api, corrections);
    return documentedTypes(document, documentedOperations(document));
  };

  it('are exactly those of its requests and answers, and take its examples', async () => {
    expect(await compile(programFor(DELIBERATE))).toEqual({ exitCode: 0, output: '' });
  });

  it.each<{ name: string; change: Omit<Correction, 'because'>; noticed: readonly string[] }>([
    {
      name: 'a property that may be null',
      change: { at: ['Account.display_name'], instead: { nullable: true } },
      noticed: ['accounts.index'],
    },
    {
      name: 'a property that need not be sent',
      change: { at: ['CreateGroupParams.data'], instead: { required: ['name'] } },
      noticed: ['groups.create'],
    },
    {
      name: 'a name less in an enum',
      change: { at: ['UpdateUserRolesParams.data.role'], instead: { enum: ['full_access', 'editor', 'viewer'] } },
      noticed: ['folderPermissions.folderUserRolesUpdate', 'projectPermissions.projectUserRolesUpdate'],
    },
  ])('would be noticed to differ in $name', async ({ change, noticed }) => {
    const program = programFor([...DELIBERATE, { ...change, because: 'the test wants to see it noticed' }]);
    const { exitCode, output } = await compile(program);
    expect({ exitCode, noticed: operationsIn(output, program) }).toEqual({ exitCode: 1, noticed });
  });

  it.each(DELIBERATE.flatMap(({ at, ...of }) => at.map((place) => ({ ...of, at: [place] }))))(
    'differ in $at.0: $because',
    (correction) => expect(programFor([correction])).not.toBe(programFor([])),
  );
}

/** The operations whose lines the compiler complains about. */
function operationsIn(output: string, program: string): readonly string[] {
  const lines = program.split('\n');
  const found = [...output.matchAll(/documented\.ts\((\d+),/g)].map(
    ([, line]) => lines[Number(line) - 1]?.split("'")[1],
  );
  return [...new Set(found.map(String))].sort();
}

/** Runs the compiler on a program that stands at the project's root. */
async function compile(program: string): Promise<CommandResult> {
  const project = mkdtempSync(join(tmpdir(), 'conformance-'));
  for (const shared of ['lib', 'test', 'node_modules', 'package.json']) {
    symlinkSync(join(root, shared), join(project, shared));
  }
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['documented.ts'] }));
  writeFileSync(join(project, 'documented.ts'), program);
  const result = await runProgram('node_modules/.bin/tsc', ['--project', project]);
  rmSync(project, { recursive: true });
  return result;
}
