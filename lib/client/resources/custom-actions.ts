import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { CommaSeparated, PageQuery } from '../transport/query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** An entry in the context menu of a workspace's assets. Choosing it sends a signed request to `url`. */
export interface Action {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The `type` of the requests it sends. */
  readonly event: string;
  readonly url: string;
  readonly active: boolean;
  /** Whether users can run it on several assets at once. */
  readonly multi_asset?: boolean;
  /** How long Frame.io waits for the response, in seconds. */
  readonly timeout?: number;
  readonly workspace_id: string;
  readonly creator_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at: string | null;
}

/** A custom action with the objects that `include` requests. */
export interface ActionWithIncludes extends Action {
  readonly creator?: User;
}

/** Response of `customActions.actionsCreate`. */
export interface ActionCreateResponse {
  readonly data: Action & {
    /** Signs the requests. Store it now: Frame.io never returns it again. */
    readonly secret: string;
  };
}

/** Objects that `include` can add to a custom action. */
export type ActionInclude = CommaSeparated<'creator'>;

/** Request of `customActions.actionsIndex`. */
export interface ActionsIndexCustomActionsRequest extends PageQuery {
  readonly include?: ActionInclude;
}

/** Request of `customActions.actionsShow`. */
export interface ActionsShowCustomActionsRequest {
  readonly include?: ActionInclude;
}

/** Request of `customActions.actionsCreate`. */
export interface ActionCreateParams {
  readonly data: {
    /** Text in the menu: 1 to 255 characters. */
    readonly name: string;
    /** 1 to 255 characters. */
    readonly description: string;
    /** Your name for the `type` of the requests: 1 to 255 characters. */
    readonly event: string;
    /** URL to send the requests to: 1 to 2,000 characters. It must be reachable from the internet. */
    readonly url: string;
    /**
     * Whether users can run it on up to 100 assets at once. Set `false` for a handler that accepts only one.
     * @default true
     */
    readonly multi_asset?: boolean;
    /** How long Frame.io waits for the response: an integer of 5 to 10 seconds. The default is not documented. */
    readonly timeout?: number;
  };
}

/** Request of `customActions.actionsUpdate`. Omitted fields stay the same, `multi_asset` too. */
export interface ActionUpdateParams {
  readonly data: Partial<ActionCreateParams['data']> & {
    readonly active?: boolean;
  };
}

/** Custom actions of a workspace. Only content admins and owners of the account may change them. */
export class CustomActions extends Resource {
  /** Lists the custom actions of the workspace, without their secrets. */
  actionsIndex(
    accountId: string,
    workspaceId: string,
    request: ActionsIndexCustomActionsRequest = {},
    options?: RequestOptions,
  ): PagePromise<ActionWithIncludes> {
    return this.pages({
      operation: 'customActions.actionsIndex',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/actions`,
      query: { ...request },
      options,
    });
  }

  /** Returns one custom action, without its secret. */
  actionsShow(
    accountId: string,
    actionId: string,
    request: ActionsShowCustomActionsRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: ActionWithIncludes }> {
    return this.call({
      operation: 'customActions.actionsShow',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/actions/${actionId}`,
      query: { ...request },
      options,
    });
  }

  /**
   * Adds a custom action to the workspace. Only this response contains its `secret`. A lost secret cannot be read
   * again: create a new action.
   */
  actionsCreate(
    accountId: string,
    workspaceId: string,
    { data }: ActionCreateParams,
    options?: RequestOptions,
  ): ApiPromise<ActionCreateResponse> {
    return this.call({
      operation: 'customActions.actionsCreate',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/actions`,
      body: { data },
      options,
    });
  }

  /** Changes a custom action. Its secret stays the same: for a new secret, create a new action. */
  actionsUpdate(
    accountId: string,
    actionId: string,
    { data }: ActionUpdateParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Action }> {
    return this.call({
      operation: 'customActions.actionsUpdate',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/actions/${actionId}`,
      body: { data },
      options,
    });
  }

  /** Deletes a custom action and its secret. */
  actionsDelete(accountId: string, actionId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'customActions.actionsDelete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/actions/${actionId}`,
      options,
    });
  }
}
