import { randomBytes } from 'node:crypto';
import type * as Frameio from '../../../lib/client/frameio.ts';
import type { ActionChange, NewAction } from './action-fields.ts';
import type { User } from './resources.ts';

/** A custom action with its secret, which the API returns only once. */
export interface StoredAction {
  readonly action: Frameio.Action & { readonly multi_asset: boolean; readonly timeout: number };
  readonly secret: string;
  readonly creator: User;
  /** Whether the sandbox registered it for the app. Every start brings such an action up to date with the app. */
  readonly isRegistered: boolean;
}

/** A change of the custom actions: one was added or changed, or deleted. */
export type ActionStateChange =
  | { readonly kind: 'action'; readonly stored: StoredAction }
  | { readonly kind: 'action_deleted'; readonly id: string };

/** What the custom actions need to know about their workspace. */
interface WorkspaceActionsOptions {
  readonly workspaceId: string;
  /** Returns the current time in Frame.io's format. */
  readonly timestamp: () => string;
  readonly randomId: () => string;
  /** The saved actions, oldest first. */
  readonly saved: readonly StoredAction[];
  readonly onChange: (change: ActionStateChange) => void;
}

/** The guide expects an answer in under 5 seconds. The default of `timeout` is not documented. */
const DEFAULT_TIMEOUT_SECONDS = 5;

/** The custom actions of a workspace. */
export class WorkspaceActions {
  readonly #options: WorkspaceActionsOptions;
  readonly #actions: Map<string, StoredAction>;

  constructor(options: WorkspaceActionsOptions) {
    this.#options = options;
    this.#actions = new Map(options.saved.map((stored) => [stored.action.id, stored]));
  }

  /** Returns every action, oldest first. */
  list(): readonly StoredAction[] {
    return [...this.#actions.values()];
  }

  get(id: string): StoredAction | undefined {
    return this.#actions.get(id);
  }

  /** Creates an action with a new secret. */
  create(data: NewAction, creator: User, { isRegistered = false } = {}): StoredAction {
    const { workspaceId, timestamp, randomId } = this.#options;
    const time = timestamp();
    return this.#store({
      action: {
        id: randomId(),
        multi_asset: true,
        timeout: DEFAULT_TIMEOUT_SECONDS,
        ...data,
        active: true,
        workspace_id: workspaceId,
        creator_id: creator.id,
        created_at: time,
        updated_at: time,
        deleted_at: null,
      },
      secret: randomBytes(24).toString('hex'),
      creator,
      isRegistered,
    });
  }

  /** Changes an action; returns `undefined` if it does not exist. Its secret stays the same. */
  update(id: string, change: ActionChange): StoredAction | undefined {
    const stored = this.#actions.get(id);
    if (!stored) return undefined;
    return this.#store({ ...stored, action: { ...stored.action, ...change, updated_at: this.#options.timestamp() } });
  }

  /**
   * Deletes an action and its secret.
   *
   * @returns Whether the action existed.
   */
  delete(id: string): boolean {
    this.#options.onChange({ kind: 'action_deleted', id });
    return this.#actions.delete(id);
  }

  #store(stored: StoredAction): StoredAction {
    this.#options.onChange({ kind: 'action', stored });
    this.#actions.set(stored.action.id, stored);
    return stored;
  }
}
