import type { WebhookEventName } from '../../events/event-map.ts';
import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { CommaSeparated, PageQuery } from '../transport/query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A webhook. It receives the events of every project in its workspace. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Event names, which may be newer than this version of the client. */
  readonly events: readonly string[];
  /** Whether Frame.io sends events. */
  readonly active?: boolean;
  readonly workspace_id?: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A webhook with the objects that `include` requests. */
export interface WebhookWithIncludes extends Webhook {
  readonly creator?: User;
}

/** Response of `webhooks.create`. */
export interface WebhookCreateResponse {
  readonly data: Webhook & {
    /** Signs the deliveries. Store it now: Frame.io never returns it again. */
    readonly secret: string;
  };
}

/** Objects that `include` can add to a webhook. */
export type WebhookInclude = CommaSeparated<'creator'>;

/** Sort orders of a list of webhooks. */
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
    /** URL to send the events to: 1 to 2,000 characters. It must be reachable from the internet. */
    readonly url: string;
    /** At least one, without duplicates. Frame.io may accept an unknown name, and such an event never occurs. */
    readonly events: readonly WebhookEventName[];
  };
}

/** Request of `webhooks.update`. Omitted fields stay the same. */
export interface WebhookUpdateParams {
  readonly data: Partial<WebhookCreateParams['data']> & {
    /** `false` stops the deliveries, `true` resumes them. */
    readonly active?: boolean;
  };
}

/** Webhooks of a workspace. */
export class Webhooks extends Resource {
  /** Lists the webhooks of the workspace, without their secrets. */
  index(
    accountId: string,
    workspaceId: string,
    request: IndexWebhooksRequest = {},
    options?: RequestOptions,
  ): PagePromise<WebhookWithIncludes> {
    return this.pages({
      operation: 'webhooks.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/webhooks`,
      query: { ...request },
      options,
    });
  }

  /** Returns one webhook, without its secret. */
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
   * Adds a webhook to the workspace. Only this response contains its `secret`. A lost secret cannot be read
   * again: create a new webhook.
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

  /** Changes a webhook. Its secret stays the same, even if `url` changes: for a new secret, create a new webhook. */
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
