import type { WebhookEventName } from '../../events/event-map.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { CommaSeparated, PageQuery } from '../query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A webhook. It hears of every project of its workspace. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Names as Frame.io has them, which may be newer than this version knows. */
  readonly events: readonly string[];
  /** Whether events are sent. */
  readonly active?: boolean;
  readonly workspace_id?: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A webhook with what `include` asked for. */
export interface WebhookWithIncludes extends Webhook {
  readonly creator?: User;
}

/** Answer of `webhooks.create`. */
export interface WebhookCreateResponse {
  readonly data: Webhook & {
    /** Signs the deliveries. Store it now: Frame.io never gives it again. */
    readonly secret: string;
  };
}

/** What `include` can add to a webhook. */
export type WebhookInclude = CommaSeparated<'creator'>;

/** Orders of a list of webhooks. */
export type WebhookSort = 'name_asc' | 'name_desc' | 'created_at_asc' | 'created_at_desc';

/** Request of `webhooks.index`. */
export interface IndexWebhooksRequest extends PageQuery {
  readonly include?: WebhookInclude;
  readonly sort?: WebhookSort;
}

/** Request of `webhooks.show`. */
export interface ShowWebhooksRequest {
  readonly include?: WebhookInclude;
}

/** Request of `webhooks.create`. */
export interface WebhookCreateParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name: string;
    /** Where to send the events; 1 to 2,000 characters. It has to be reachable from the internet. */
    readonly url: string;
    /** At least one, and none twice. Frame.io documents no check of the names: one it does not know may never fire. */
    readonly events: readonly WebhookEventName[];
  };
}

/** Request of `webhooks.update`. What is left out stays as it is. */
export interface WebhookUpdateParams {
  readonly data: Partial<WebhookCreateParams['data']> & {
    /** False stops the deliveries, true starts them again. */
    readonly active?: boolean;
  };
}

/** Webhooks of a workspace. */
export class Webhooks extends Resource {
  /** The webhooks of the workspace, without their secrets. */
  index(
    accountId: string,
    workspaceId: string,
    request: IndexWebhooksRequest = {},
    options?: RequestOptions,
  ): Listing<WebhookWithIncludes> {
    return this.listing({
      operation: 'webhooks.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/webhooks`,
      query: { ...request },
      options,
    });
  }

  /** One webhook, without its secret. */
  show(
    accountId: string,
    webhookId: string,
    request: ShowWebhooksRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: WebhookWithIncludes }> {
    return this.call({
      operation: 'webhooks.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/webhooks/${webhookId}`,
      query: { ...request },
      options,
    });
  }

  /**
   * Adds a webhook to the workspace. Its `secret` is in this answer and in no other: one that was lost cannot be read
   * again, only replaced together with the webhook.
   */
  create(
    accountId: string,
    workspaceId: string,
    { data }: WebhookCreateParams,
    options?: RequestOptions,
  ): ApiPromise<WebhookCreateResponse> {
    return this.call({
      operation: 'webhooks.create',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/webhooks`,
      body: { data },
      options,
    });
  }

  /** Changes a webhook. Its secret stays the same, with another `url` too; for a new one, make a new webhook. */
  update(
    accountId: string,
    webhookId: string,
    { data }: WebhookUpdateParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Webhook }> {
    return this.call({
      operation: 'webhooks.update',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/webhooks/${webhookId}`,
      body: { data },
      options,
    });
  }

  /** Deletes a webhook and its secret. */
  delete(accountId: string, webhookId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'webhooks.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/webhooks/${webhookId}`,
      options,
    });
  }
}
