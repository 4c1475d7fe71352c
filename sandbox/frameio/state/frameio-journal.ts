import { Journal } from '../../persistence/journal.ts';
import { FrameioState, type FrameioStateOptions } from './frameio-state.ts';
import type { InitialResources } from './initial-resources.ts';
import type { FrameioStateChange, StoredFile } from './stored-file.ts';
import type { StoredVersionStack } from './stored-version-stack.ts';
import type { StoredAction } from './workspace-actions.ts';

type JournalEntry =
  | FrameioStateChange
  | { readonly kind: 'initial_resources'; readonly initialResources: InitialResources };

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
  options: Omit<FrameioStateOptions, 'snapshot' | 'onChange'> = {},
): Promise<PersistedFrameioState> {
  const { journal, entries } = await Journal.open<JournalEntry>(path, compactFrameioJournal);
  const [first] = entries;
  const files = entries.flatMap((entry) => (entry.kind === 'file' ? [entry.stored] : []));
  const actions = entries.flatMap((entry) => (entry.kind === 'action' ? [entry.stored] : []));
  const versionStacks = entries.flatMap((entry) => (entry.kind === 'version_stack' ? [entry.stored] : []));
  const initialResources = first?.kind === 'initial_resources' ? first.initialResources : undefined;
  const state = new FrameioState({
    ...options,
    ...(initialResources && { snapshot: { initialResources, files, actions, versionStacks } }),
    onChange: (change) => journal.appendSync(change),
  });
  if (!first) journal.appendSync({ kind: 'initial_resources', initialResources: state.initialResources });
  return { state, close: () => journal.close() };
}

/** Reduces the entries to the newest state of each file, custom action and version stack, after the initial resources. */
function compactFrameioJournal(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const files = new Map<string, StoredFile>();
  const actions = new Map<string, StoredAction>();
  const stacks = new Map<string, StoredVersionStack>();
  for (const entry of entries) {
    if (entry.kind === 'file') files.set(entry.stored.file.id, entry.stored);
    if (entry.kind === 'file_deleted') files.delete(entry.id);
    if (entry.kind === 'action') actions.set(entry.stored.action.id, entry.stored);
    if (entry.kind === 'action_deleted') actions.delete(entry.id);
    if (entry.kind === 'version_stack') stacks.set(entry.stored.stack.id, entry.stored);
  }
  const initialResources = entries.filter(({ kind }) => kind === 'initial_resources').slice(0, 1);
  return [
    ...initialResources,
    ...[...files.values()].map((stored) => ({ kind: 'file' as const, stored })),
    ...[...actions.values()].map((stored) => ({ kind: 'action' as const, stored })),
    ...[...stacks.values()].map((stored) => ({ kind: 'version_stack' as const, stored })),
  ];
}
