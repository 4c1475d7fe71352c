import { Journal } from '../../persistence/journal.ts';
import type { EntityChange } from './entities.ts';
import type { FrameioStateOptions } from './frameio-database.ts';
import { FrameioState } from './frameio-state.ts';

/** A state that is stored in a journal, until it is closed. */
export interface PersistedFrameioState {
  readonly state: FrameioState;
  close(): Promise<void>;
}

/**
 * Opens a state that is stored in a journal. Each change reaches the operating system before any observer sees it, so it
 * survives `kill -9`.
 */
export async function openFrameioState(
  path: string,
  options: Omit<FrameioStateOptions, 'changes' | 'onChange'> = {},
): Promise<PersistedFrameioState> {
  const { journal, entries } = await Journal.open<EntityChange>(path, compactChanges);
  const state = new FrameioState({ ...options, changes: entries, onChange: (change) => journal.appendSync(change) });
  return { state, close: () => journal.close() };
}

/** Reduces the changes to the newest value of each entity. Drops what an earlier version of the sandbox recorded. */
function compactChanges(changes: readonly EntityChange[]): readonly EntityChange[] {
  const newest = new Map<string, EntityChange>();
  for (const change of changes) {
    if (change.kind === 'stored') newest.set(`${change.store} ${change.value.id}`, change);
    if (change.kind === 'deleted') newest.delete(`${change.store} ${change.id}`);
  }
  return [...newest.values()];
}
