import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { codeFrame } from '../code/code-frame.ts';

/** What to check. */
export interface TypeCheckerOptions {
  /** Absolute path of the project. Its `tsconfig.json` has the settings. */
  readonly projectRoot: string;
  /** Absolute paths of the entry points of the functions. */
  readonly entries: readonly string[];
  /** Absolute path of the folder for what the compiler remembers between two checks. */
  readonly folder: string;
}

/** An error as `tsc` prints it: `functions/app.ts(10,29): error TS2769: No overload matches this call.` */
const ERROR = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/;

/** Folders with declarations of global types, from the root of the project. */
const DECLARATIONS = ['.', 'types', 'typings'];

/**
 * Checks the types of the functions with the project's own TypeScript, in another process. After the first check, it checks
 * only what has changed.
 */
export class TypeChecker {
  readonly #projectRoot: string;
  readonly #command: readonly string[];
  #running: ChildProcess | undefined;

  private constructor(projectRoot: string, command: readonly string[]) {
    this.#projectRoot = projectRoot;
    this.#command = command;
  }

  /** Returns `undefined` if the project has no `tsconfig.json`, or TypeScript is not installed. */
  static create({ projectRoot, entries, folder }: TypeCheckerOptions): TypeChecker | undefined {
    const tsconfig = join(projectRoot, 'tsconfig.json');
    const compiler = findCompiler(projectRoot);
    if (!existsSync(tsconfig) || compiler === undefined) return undefined;
    const declarations = [
      ...DECLARATIONS.map((name) => join(projectRoot, name)),
      ...entries.map((path) => dirname(path)),
    ];
    const settings = {
      extends: tsconfig,
      files: entries,
      include: [...new Set(declarations)].map((path) => join(path, '*.d.ts')),
      compilerOptions: {
        noEmit: true,
        composite: false,
        incremental: true,
        tsBuildInfoFile: join(folder, 'types.tsbuildinfo'),
      },
    };
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'tsconfig.json');
    writeFileSync(path, JSON.stringify(settings));
    return new TypeChecker(projectRoot, [compiler, '-p', path, '--pretty', 'false']);
  }

  /**
   * Checks the types, and stops a check that still runs.
   *
   * @returns Each error with its place and the line of code; `undefined` if a later check stopped this one.
   */
  async check(): Promise<readonly string[] | undefined> {
    this.stop();
    const compiler = spawn(process.execPath, this.#command, {
      cwd: this.#projectRoot,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#running = compiler;
    let output = '';
    compiler.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const signal = await new Promise<NodeJS.Signals | null>((ended) => {
      compiler.on('error', () => ended('SIGTERM'));
      compiler.on('close', (_code, reason) => ended(reason));
    });
    return signal === null && this.#running === compiler ? this.#readErrors(output) : undefined;
  }

  /** Stops the check that runs. */
  stop(): void {
    this.#running?.kill();
    this.#running = undefined;
  }

  #readErrors(output: string): readonly string[] {
    const errors: { readonly place: RegExpExecArray; readonly details: string[] }[] = [];
    for (const line of output.split('\n')) {
      const place = ERROR.exec(line);
      if (place) errors.push({ place, details: [] });
      else if (line.startsWith(' ')) errors.at(-1)?.details.push(line);
    }
    return errors.flatMap(({ place: [, path = '', line, column, code, text], details }) => {
      const file = resolve(this.#projectRoot, path);
      if (file.includes('/node_modules/')) return [];
      const frame = codeFrame(readFileSync(file, 'utf8'), Number(line), Number(column));
      return [[`${path}:${line}:${column}  ${text} (${code})`, ...details, frame].join('\n')];
    });
  }
}

/** Returns the path of the compiler of the project, otherwise of this package's. */
function findCompiler(projectRoot: string): string | undefined {
  for (const from of [join(projectRoot, 'package.json'), import.meta.url]) {
    try {
      return join(dirname(createRequire(from).resolve('typescript/package.json')), 'bin/tsc');
    } catch {
      // not installed there
    }
  }
  return undefined;
}
