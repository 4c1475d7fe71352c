import { Journal } from '../journal.ts';
import type { WorldIdentity } from './identity.ts';
import type { KeptFile, WorldChange } from './kept-file.ts';
import { World, type WorldOptions } from './world.ts';

type WorldEntry = WorldChange | { readonly kind: 'identity'; readonly identity: WorldIdentity };

/** A world, and the end of its being kept. */
export interface OpenWorld {
  readonly world: World;
  close(): Promise<void>;
}

/**
 * A world that is kept in a file. Each change is in the hands of the operating system before anybody is told of it: the
 * process may be killed at any moment.
 */
export async function openWorld(
  path: string,
  options: Omit<WorldOptions, 'past' | 'onChange'> = {},
): Promise<OpenWorld> {
  const { journal, entries } = await Journal.open<WorldEntry>(path, latest);
  const [first] = entries;
  const files = entries.flatMap((entry) => (entry.kind === 'file' ? [entry.kept] : []));
  const world = new World({
    ...options,
    ...(first?.kind === 'identity' && { past: { identity: first.identity, files } }),
    onChange: (change) => journal.appendNow(change),
  });
  if (!first) journal.appendNow({ kind: 'identity', identity: world.identity });
  return { world, close: () => journal.close() };
}

/** Each thing as it was last, the identity first. */
function latest(entries: readonly WorldEntry[]): readonly WorldEntry[] {
  const files = new Map<string, KeptFile>();
  for (const entry of entries) {
    if (entry.kind === 'file') files.set(entry.kept.file.id, entry.kept);
    if (entry.kind === 'file_deleted') files.delete(entry.id);
  }
  const identity = entries.filter(({ kind }) => kind === 'identity').slice(0, 1);
  return [...identity, ...[...files.values()].map((kept) => ({ kind: 'file' as const, kept }))];
}
