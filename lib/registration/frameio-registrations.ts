import type { FrameioClient } from '../client/client.ts';
import { NotFoundError } from '../client/errors/status-errors.ts';
import type { Action } from '../client/resources/custom-actions.ts';
import type { Webhook } from '../client/resources/webhooks.ts';
import type { DesiredRegistration } from './desired-registrations.ts';

/** Types of what an app registers. */
export const REGISTRATION_TYPES = ['webhook', 'action'] as const;

/** One of `REGISTRATION_TYPES`. */
export type RegistrationType = (typeof REGISTRATION_TYPES)[number];

/** A webhook or a custom action that exists in Frame.io. */
export interface ExistingRegistration {
  readonly type: RegistrationType;
  readonly id: string;
  readonly workspaceId: string;
  /** Whether Frame.io sends requests. */
  readonly isActive: boolean;
  readonly definition: Readonly<Record<string, unknown>> & { readonly name: string; readonly url: string };
}

/** A webhook or a custom action that was just created. */
export interface CreatedRegistration {
  readonly id: string;
  readonly secret: string;
}

/** The webhooks and custom actions of an account. Both have the same operations here. */
export class FrameioRegistrations {
  readonly accountId: string;
  readonly #client: FrameioClient;

  constructor(client: FrameioClient, accountId: string) {
    this.#client = client;
    this.accountId = accountId;
  }

  /** Returns those of a workspace, oldest first; `undefined` if the workspace does not exist. */
  async list(type: RegistrationType, workspaceId: string): Promise<readonly ExistingRegistration[] | undefined> {
    return await ignoreNotFound(async () => {
      const listed: ExistingRegistration[] = [];
      if (type === 'webhook') {
        const request = { sort: 'created_at_asc' } as const;
        for await (const webhook of this.#client.webhooks.index(this.accountId, workspaceId, request)) {
          listed.push(fromWebhook({ ...webhook, workspace_id: workspaceId }));
        }
      } else {
        for await (const action of this.#client.customActions.actionsIndex(this.accountId, workspaceId)) {
          if (action.deleted_at === null) listed.push(fromAction(action));
        }
      }
      return listed;
    });
  }

  /** Returns one, or `undefined` if it does not exist. */
  async show(type: RegistrationType, id: string): Promise<ExistingRegistration | undefined> {
    return await ignoreNotFound(async () => {
      if (type === 'webhook') return fromWebhook((await this.#client.webhooks.show(this.accountId, id)).data);
      const { data } = await this.#client.customActions.actionsShow(this.accountId, id);
      return data.deleted_at === null ? fromAction(data) : undefined;
    });
  }

  async create({ type, workspaceId, definition }: DesiredRegistration): Promise<CreatedRegistration> {
    const { data } =
      type === 'webhook'
        ? await this.#client.webhooks.create(this.accountId, workspaceId, { data: definition })
        : await this.#client.customActions.actionsCreate(this.accountId, workspaceId, { data: definition });
    return { id: data.id, secret: data.secret };
  }

  async update(id: string, { type, definition }: DesiredRegistration): Promise<void> {
    if (type === 'webhook') await this.#client.webhooks.update(this.accountId, id, { data: definition });
    else await this.#client.customActions.actionsUpdate(this.accountId, id, { data: definition });
  }

  /** Stops the requests. */
  async disable(type: RegistrationType, id: string): Promise<void> {
    const data = { active: false };
    if (type === 'webhook') await this.#client.webhooks.update(this.accountId, id, { data });
    else await this.#client.customActions.actionsUpdate(this.accountId, id, { data });
  }

  /** Deletes one. It may already be gone. */
  async delete(type: RegistrationType, id: string): Promise<void> {
    await ignoreNotFound(async () => {
      if (type === 'webhook') await this.#client.webhooks.delete(this.accountId, id);
      else await this.#client.customActions.actionsDelete(this.accountId, id);
    });
  }
}

function fromWebhook({ id, workspace_id, active = true, name, url, events }: Webhook): ExistingRegistration {
  const definition = { name, url, events: [...events].sort() };
  return { type: 'webhook', id, workspaceId: workspace_id ?? '', isActive: active, definition };
}

function fromAction(action: Action): ExistingRegistration {
  const {
    id,
    workspace_id: workspaceId,
    active: isActive,
    name,
    description,
    event,
    url,
    multi_asset,
    timeout,
  } = action;
  return {
    type: 'action',
    id,
    workspaceId,
    isActive,
    definition: { name, description, event, url, multi_asset, timeout },
  };
}

async function ignoreNotFound<Result>(call: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
