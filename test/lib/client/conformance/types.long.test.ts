import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { type OpenApi, readOpenApi } from '../../../support/open-api.ts';
import { type CommandResult, runProgram } from '../../../support/run-command.ts';
import { type Correction, corrected } from './correction.ts';
import { documentedOperations } from './documented-operations.ts';
import { documentedTypes } from './documented-types.ts';
import { NEWER } from './newer.ts';

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

/** Returns a type with exactly one of these lists. */
const onlyOneOf = (names: readonly string[]) =>
  names
    .map((name) => `{ ${names.map((other) => (other === name ? `${other}: string[]` : `${other}?: never`))} }`)
    .join(' | ');

const REVIEWERS = ['emails', 'user_ids', 'adobe_user_ids'];

/** Every deliberate difference between the client's types and the document. */
const DELIBERATE: readonly Correction[] = [
  {
    at: ['File.type', 'FileWithIncludes.type', 'FileWithUploadUrls.type'],
    instead: { enum: ['file'] },
    because:
      'the document gives each kind of asset the types of all, and distinguishes them by it in AssetWithIncludes',
  },
  { at: ['Folder.type', 'FolderWithIncludes.type'], instead: { enum: ['folder'] }, because: 'as for files' },
  {
    at: ['VersionStack.type', 'VersionStackWithIncludes.type'],
    instead: { enum: ['version_stack'] },
    because: 'as for files, although the example has the type of a file',
  },
  {
    at: LINKS.map((link) => `MediaLinksCollection.${link}`),
    instead: { nullable: true },
    because: 'a link is null while the rendition does not exist: only the description says so',
  },
  {
    at: ['WebhookCreateParams.data.events', 'WebhookUpdateParams.data.events'],
    instead: { 'x-typescript': 'readonly WebhookEventName[]' },
    because: 'the document allows any string, and an unknown event never occurs',
  },
  {
    at: ['RemoveReviewerParams.data.reviewers'],
    instead: { 'x-typescript': onlyOneOf(REVIEWERS) },
    because: 'the document allows one property and requires none, which would remove nobody',
  },
  {
    at: ['AddReviewersToShareParams.data.reviewers'],
    instead: { 'x-typescript': onlyOneOf([...REVIEWERS, 'share_list_ids']) },
    because: 'as for removal; share lists are stable since the document of September 2026',
  },
  {
    at: ['ChildrenType'],
    instead: { 'x-typescript': "CommaSeparated<'file' | 'folder' | 'version_stack'>" },
    because: 'only the example has the names',
  },
  {
    at: ['CollectionInclude'],
    instead: { 'x-typescript': 'CommaSeparated<string>' },
    because: 'it accepts several names like other includes, but the document does not list them',
  },
  {
    at: ['FileRemoteUploadResponse.links'],
    instead: { properties: { status: { type: 'string' } } },
    because: 'only the example has its fields',
  },
  { at: ['FolderCopyResponse'], instead: { required: [] }, because: 'a 202 has the body {}' },
  { at: ['EmptyJson'], instead: { 'x-typescript': 'FolderCopyResponse' }, because: 'it is the same 202' },
  ...NEWER,
];

const openApi = readOpenApi();

if (openApi) {
  describe('the types of the client compared with Frame.io’s OpenAPI document', () => compare(openApi));
} else {
  it('skips the comparison without Frame.io’s OpenAPI document', () => expect(openApi).toBeUndefined());
}

function compare(api: OpenApi): void {
  const programFor = (corrections: readonly Correction[]) => {
    const document = corrected(api, corrections);
    return documentedTypes(document, documentedOperations(document));
  };

  it('match the types of its requests and responses, and accept its examples', async () => {
    expect(await compile(programFor(DELIBERATE))).toEqual({ exitCode: 0, output: '' });
  });

  it.each<{ name: string; change: Omit<Correction, 'because'>; detected: readonly string[] }>([
    {
      name: 'a property that may be null',
      change: { at: ['Account.display_name'], instead: { nullable: true } },
      detected: ['accounts.index'],
    },
    {
      name: 'an optional property',
      change: { at: ['CreateGroupParams.data'], instead: { required: ['name'] } },
      detected: ['groups.create'],
    },
    {
      name: 'a missing enum value',
      change: { at: ['UpdateUserRolesParams.data.role'], instead: { enum: ['full_access', 'editor', 'viewer'] } },
      detected: ['folderPermissions.folderUserRolesUpdate', 'projectPermissions.projectUserRolesUpdate'],
    },
  ])('do not compile if the document differs in $name', async ({ change, detected }) => {
    const program = programFor([...DELIBERATE, { ...change, because: 'the test expects a compiler error' }]);
    const { exitCode, output } = await compile(program);
    expect({ exitCode, detected: operationsIn(output, program) }).toEqual({ exitCode: 1, detected });
  });

  it.each(DELIBERATE.flatMap(({ at, ...of }) => at.map((place) => ({ ...of, at: [place] }))))(
    'differ at $at.0: $because',
    (correction) => expect(programFor([correction])).not.toBe(programFor([])),
  );
}

/** Returns the operations in whose lines the compiler finds errors. */
function operationsIn(output: string, program: string): readonly string[] {
  const lines = program.split('\n');
  const found = [...output.matchAll(/documented\.ts\((\d+),/g)].map(
    ([, line]) => lines[Number(line) - 1]?.split("'")[1],
  );
  return [...new Set(found.map(String))].sort();
}

/** Compiles a program at the root of a copy of the project. */
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
