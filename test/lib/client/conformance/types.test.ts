import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { type OpenApi, readOpenApi } from '../../../support/open-api.ts';
import { runProgram } from '../../../support/run-command.ts';
import { documentedOperations } from './documented-operations.ts';
import { documentedTypes } from './documented-types.ts';

jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Where the client knows better than the document, and why. */
const DELIBERATE: readonly { readonly where: string; readonly type: string; readonly because: string }[] = [];

const openApi = readOpenApi();

if (openApi) {
  describe('the types of the client against Frame.io’s own OpenAPI document', () => compare(openApi));
} else {
  it('are not compared: Frame.io’s OpenAPI document is not beside the project', () => expect(openApi).toBeUndefined());
}

function compare(api: OpenApi): void {
  const operations = documentedOperations(api);
  const instead = new Map(DELIBERATE.map(({ where, type }) => [where, type]));

  it('are exactly those of all operations, and take the examples', async () => {
    expect(await compile(documentedTypes(api, operations, instead).source)).toEqual({ exitCode: 0, output: '' });
  });

  it('differ where it is said, and nowhere for nothing', () => {
    expect(documentedTypes(api, operations, instead).replaced.toSorted()).toEqual([...instead.keys()].sort());
  });
}

/** Runs the compiler on a program that stands at the project's root. */
async function compile(source: string): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  const project = mkdtempSync(join(tmpdir(), 'conformance-'));
  for (const shared of ['lib', 'test', 'node_modules', 'package.json']) {
    symlinkSync(join(root, shared), join(project, shared));
  }
  writeFileSync(join(project, 'documented.ts'), source);
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['documented.ts'] }));
  return runProgram('node_modules/.bin/tsc', ['--project', project]);
}
