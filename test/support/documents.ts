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

/** Returns the code blocks of a language. The blocks of a list item lose their indentation. */
export function blocksOf(document: string, language: string): readonly string[] {
  return [...document.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^\\1\`\`\``, 'gm'))].map(
    ([, indentation = '', code = '']) => code.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''),
  );
}

/**
 * Returns the rows of the tables in a section as cells, without the header rows and without code quotes.
 *
 * @param heading - Text of the section's heading, of any level. The section ends at the next heading of any level.
 */
export function rowsOf(document: string, heading: string): readonly (readonly string[])[] {
  const [, section = ''] = document.split(new RegExp(`^#+ ${heading}\\n`, 'm'));
  const lines = section.split(/^#+ /m)[0]?.split('\n') ?? [];
  return lines
    .filter((line, number) => line.startsWith('| ') && !lines[number + 1]?.startsWith('|---'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')),
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

/** Creates the project in a temporary folder, with this package and its dependencies installed. */
export function projectOf(document: string): DocumentProject {
  const parent = mkdtempSync(join(tmpdir(), 'document-'));
  const folder = join(parent, 'project');
  linkPackages(parent, folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
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
    remove: () => rmSync(parent, { recursive: true }),
  };
}

/** Installs this package in the project, and its dependencies in the parent folder, where Node.js and TypeScript look next. */
function linkPackages(parent: string, folder: string): void {
  symlinkSync(join(root, 'node_modules'), join(parent, 'node_modules'));
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules/frameio-lambda'));
}
