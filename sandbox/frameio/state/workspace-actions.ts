import { randomBytes } from 'node:crypto';
import type { ActionChange, NewAction } from './action-fields.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredAction, User } from './stored-resources.ts';

/** The guide expects an answer in under 5 seconds. The default of `timeout` is not documented. */
const DEFAULT_TIMEOUT_SECONDS = 5;

interface NewActionContext {
  readonly isRegistered?: boolean;
  readonly workspaceId?: string;
}

/** The custom actions of the account's workspaces. */
export class WorkspaceActions {
  readonly #database: FrameioDatabase;

  constructor(database: FrameioDatabase) {
    this.#database = database;
  }

  /** Returns every action, oldest first. */
  list(): readonly StoredAction[] {
    return this.#database.stores.actions.all();
  }

  get(id: string): StoredAction | undefined {
    return this.#database.stores.actions.get(id);
  }

  /** Creates an action with a new secret. Without a workspace, it belongs to the default one. */
  create(data: NewAction, creator: User, { isRegistered = false, workspaceId }: NewActionContext = {}): StoredAction {
    const time = this.#database.timestamp();
    const id = this.#database.newId();
    return this.#database.stores.actions.put({
      id,
      action: {
        id,
        multi_asset: true,
        timeout: DEFAULT_TIMEOUT_SECONDS,
        ...data,
        active: true,
        workspace_id: workspaceId ?? this.#database.settings.workspaceId,
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
  update(
    id: string,
    change: ActionChange,
    { isRegistered = false }: Pick<NewActionContext, 'isRegistered'> = {},
  ): StoredAction | undefined {
    const stored = this.get(id);
    if (!stored) return undefined;
    const action = { ...stored.action, ...change, updated_at: this.#database.timestamp() };
    return this.#database.stores.actions.put({ ...stored, action, isRegistered: isRegistered || stored.isRegistered });
  }

  /**
   * Deletes an action and its secret.
   *
   * @returns Whether the action existed.
   */
  delete(id: string): boolean {
    return this.#database.stores.actions.delete(id);
  }
}
