import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandResult, runProgram } from './run-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Returns the text of a file of the project. */
export function readDocument(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Returns the code blocks of a language. */
export function blocksOf(document: string, language: string): readonly string[] {
  return [...document.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  );
}

/** A project of a document's TypeScript blocks. The first line of each block names its file. */
export interface DocumentProject {
  readonly folder: string;
  /** Paths of the blocks' files, relative to the folder. */
  readonly files: readonly string[];
  /**
   * Compiles the blocks with the settings of this project.
   *
   * @param stubs - Files with the types of packages that are not installed here.
   */
  compile(stubs?: Readonly<Record<string, string>>): Promise<CommandResult>;
  remove(): void;
}

/** Creates the project in a temporary folder, with this project's `lib/` and dependencies. */
export function projectOf(document: string): DocumentProject {
  const folder = mkdtempSync(join(tmpdir(), 'document-'));
  for (const shared of ['lib', 'node_modules', 'package.json']) symlinkSync(join(root, shared), join(folder, shared));
  const files = blocksOf(document, 'ts').map((code, index) => {
    const path = code.match(/^\/\/ (\S+\.ts)\n/)?.[1] ?? `block-${index}.ts`;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
    return path;
  });
  return {
    folder,
    files,
    compile: async (stubs = {}) => {
      const { compilerOptions: ours } = JSON.parse(readDocument('tsconfig.json'));
      const paths = Object.fromEntries(Object.entries(stubs).map(([name, file]) => [name, [join(root, file)]]));
      const compilerOptions = { ...ours, paths };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
      return await runProgram('node_modules/.bin/tsc', ['--project', folder]);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
