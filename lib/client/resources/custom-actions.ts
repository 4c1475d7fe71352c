import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { CommaSeparated, PageQuery } from '../query.ts';
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
  /** Whether it can be run on several assets at once. */
  readonly multi_asset?: boolean;
  /** How long Frame.io waits for the answer, in seconds. */
  readonly timeout?: number;
  readonly workspace_id: string;
  readonly creator_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at: string | null;
}

/** A custom action with what `include` asked for. */
export interface ActionWithIncludes extends Action {
  readonly creator?: User;
}

/** Answer of `customActions.actionsCreate`. */
export interface ActionCreateResponse {
  readonly data: Action & {
    /** Signs the requests. Store it now: Frame.io never gives it again. */
    readonly secret: string;
  };
}

/** What `include` can add to a custom action. */
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
    /** What the menu shows; 1 to 255 characters. */
    readonly name: string;
    /** 1 to 255 characters. */
    readonly description: string;
    /** A name of your own for the `type` of the requests; 1 to 255 characters. */
    readonly event: string;
    /** Where to send the requests; 1 to 2,000 characters. It has to be reachable from the internet. */
    readonly url: string;
    /**
     * Whether it can be run on several assets at once, up to 100. Say `false` for a handler that takes only one.
     * @default true
     */
    readonly multi_asset?: boolean;
    /** How long to wait for the answer: 5 to 10 seconds, in whole ones. What Frame.io takes without it is not documented. */
    readonly timeout?: number;
  };
}

/** Request of `customActions.actionsUpdate`. What is left out stays as it is, `multi_asset` too. */
export interface ActionUpdateParams {
  readonly data: Partial<ActionCreateParams['data']> & {
    readonly active?: boolean;
  };
}

/** Custom actions of a workspace. Only content admins and owners of the account may change them. */
export class CustomActions extends Resource {
  /** The custom actions of the workspace, without their secrets. */
  actionsIndex(
    accountId: string,
    workspaceId: string,
    request: ActionsIndexCustomActionsRequest = {},
    options?: RequestOptions,
  ): Listing<ActionWithIncludes> {
    return this.listing({
      operation: 'customActions.actionsIndex',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/actions`,
      query: { ...request },
      options,
    });
  }

  /** One custom action, without its secret. */
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
   * Adds a custom action to the workspace. Its `secret` is in this answer and in no other: one that was lost cannot be
   * read again, only replaced together with the action.
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

  /** Changes a custom action. Its secret stays the same; for a new one, make a new action. */
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
