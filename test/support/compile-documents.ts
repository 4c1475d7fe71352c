import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blocksOf, projectOf, readDocument } from './documents.ts';
import { type CommandResult, runProgram } from './run-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Compiles the TypeScript blocks of several documents at once, with the settings of this project. The blocks of each
 * document are a project of their own, in a folder named after its path.
 *
 * @throws Error for a block whose first line names no file, and for two blocks of a document that name the same file.
 */
export async function compileDocuments(paths: readonly string[]): Promise<CommandResult> {
  const { folder, remove } = projectOf('');
  try {
    const files = paths.flatMap((path) => writeBlocks(path, join(folder, path.replaceAll(/\W/g, '-'))));
    const { compilerOptions: ours } = JSON.parse(readDocument('tsconfig.json'));
    const stubs = { frameio: [join(root, 'test/types/official-sdk.ts')] };
    const compilerOptions = { ...ours, paths: stubs };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    return await runProgram('node_modules/.bin/tsc', ['--project', folder]);
  } finally {
    remove();
  }
}

/** Writes the blocks of a document and returns the paths of their files. */
function writeBlocks(path: string, folder: string): readonly string[] {
  const files = new Map<string, string>();
  for (const code of blocksOf(readDocument(path), 'ts')) {
    const name = /^\/\/ (\S+\.ts)\n/.exec(code)?.[1];
    if (name === undefined) throw new Error(`A block of ${path} names no file in its first line: ${code}`);
    if (files.has(name)) throw new Error(`Two blocks of ${path} name the file ${name}. Rename one of them.`);
    files.set(name, code);
  }
  return [...files].map(([name, code]) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
    return file;
  });
}
