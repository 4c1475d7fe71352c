import type { TypedFile } from './stored-file.ts';
import type { StoredVersionStack, VersionStackFields } from './stored-version-stack.ts';

/** A version stack with its versions, oldest first. */
export interface VersionStack extends VersionStackFields {
  readonly versions: readonly TypedFile[];
}

/** The version stacks of a project. */
export class VersionStacks {
  readonly #stored: Map<string, StoredVersionStack>;
  readonly #onStore: (stored: StoredVersionStack) => void;

  constructor(snapshot: readonly StoredVersionStack[], onStore: (stored: StoredVersionStack) => void) {
    this.#stored = new Map(snapshot.map((stored) => [stored.stack.id, stored]));
    this.#onStore = onStore;
  }

  get(id: string): StoredVersionStack | undefined {
    return this.#stored.get(id);
  }

  store(stored: StoredVersionStack): void {
    this.#stored.set(stored.stack.id, stored);
    this.#onStore(stored);
  }

  /** Adds a file as the newest version. */
  add(id: string, { id: fileId, name, updated_at }: TypedFile): void {
    const stored = this.#stored.get(id);
    if (!stored) return;
    const others = stored.fileIds.filter((other) => other !== fileId);
    this.store({ stack: { ...stored.stack, name, updated_at }, fileIds: [...others, fileId] });
  }

  /** Removes a version from its stack, if it is in one. */
  remove({ id: fileId, parent_id }: TypedFile): void {
    const stored = this.#stored.get(parent_id ?? '');
    if (stored) this.store({ ...stored, fileIds: stored.fileIds.filter((id) => id !== fileId) });
  }
}
