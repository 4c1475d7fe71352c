import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/** Time in ms to collect changes: an editor and a formatter may write a file several times. */
const DEBOUNCE_MS = 50;

/** Watches folders, without those below them, for changes of their files. */
export class FolderWatcher {
  readonly #onChange: (paths: ReadonlySet<string>) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** @param onChange - Receives the absolute paths of the changed files. */
  constructor(onChange: (paths: ReadonlySet<string>) => void) {
    this.#onChange = onChange;
  }

  /** Watches these folders, and no others. */
  watch(folders: ReadonlySet<string>): void {
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) {
      if (!this.#watchers.has(folder)) this.#watchFolder(folder);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.watch(new Set());
  }

  #watchFolder(folder: string): void {
    const watcher = watch(folder, (_event, name) => this.#handleChange(join(folder, name ?? '')));
    watcher.on('error', () => this.#watchers.delete(folder)); // the folder was deleted
    this.#watchers.set(folder, watcher);
  }

  #handleChange(path: string): void {
    this.#changed.add(path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const changed = this.#changed;
      this.#changed = new Set();
      this.#onChange(changed);
    }, DEBOUNCE_MS);
  }
}
