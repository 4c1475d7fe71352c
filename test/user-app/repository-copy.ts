import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandResult, runIn } from '../support/run-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of the repository, as a user has it after `npm ci`. A test can change its files. */
export class RepositoryCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'repository-'));

  constructor() {
    for (const path of filesOfRepository()) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      cpSync(join(root, path), join(this.folder, path));
    }
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** Writes a file. The path starts at the root of the repository. */
  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Deletes a file, or a folder with its files. */
  delete(path: string): void {
    rmSync(join(this.folder, path), { recursive: true });
  }

  /** Runs a program in the copy until it ends. */
  async run(program: string, options: readonly string[]): Promise<CommandResult> {
    return await runIn(this.folder, program, options);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Returns the files that Git knows or does not ignore. */
function filesOfRepository(): readonly string[] {
  const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const paths = execFileSync('git', options, { cwd: root, encoding: 'utf8' }).split('\0');
  return paths.filter((path) => path !== '' && existsSync(join(root, path)));
}
