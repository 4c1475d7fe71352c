import { randomUUID } from 'node:crypto';
import { type AttributeValue, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { TableClient } from '../aws/dynamodb-client.ts';
import { recordOf } from '../core/type-guards.ts';

/** A folder to look at. */
export interface WatchedFolder {
  readonly id: string;
  readonly projectId: string;
  readonly workspaceId: string;
}

/** A pass through the folders of the watched projects. It may take several runs. */
export interface Pass {
  /** When it started, in milliseconds since 1970. */
  readonly startedAt: number;
  /** When the pass before it started; `undefined` for the first one. */
  readonly previousStartedAt: number | undefined;
  /** Files that changed before are skipped, in milliseconds since 1970. */
  readonly changedSince: number;
  /** The folders that are left. The last one is next. */
  readonly folders: readonly WatchedFolder[];
}

/** What one run leaves for the next. */
export interface PassState {
  /** When reconciliation was turned on, in milliseconds since 1970. */
  readonly turnedOnAt: number;
  /** The last pass; `undefined` before the first one. */
  readonly pass: Pass | undefined;
}

/**
 * Folders in one item. With the long ids of Adobe's storage, a folder in a project of its own takes about 230 bytes, and an item
 * holds 400 KB (DynamoDB quotas).
 */
const FOLDERS_PER_ITEM = 1_500;

/** How long the table keeps a list of folders, in seconds. Then all that a pass would look for in them is too old. */
const LIST_TTL_SECONDS = 70 * 24 * 60 * 60;

/**
 * Stores the state of the passes in the table of the idempotency store: one item, and further ones for folders that do not fit
 * into it. Each save writes further items of its own and names them in the first one, so that a crash between two writes leaves
 * the state of the save before.
 */
export class PassStore {
  readonly #tableName: string;
  readonly #id: string;
  readonly #table: TableClient;

  /**
   * @param functionName - Name of the Lambda function. If reconciliation is turned off and on again, CloudFormation creates a
   *   function with another name, so that the state starts again: the events in between are not recorded.
   */
  constructor(tableName: string, functionName: string, table: TableClient) {
    this.#tableName = tableName;
    this.#id = `frameio-lambda-reconciliation#${functionName}`;
    this.#table = table;
  }

  /** Returns the state. The first call starts it. */
  async load(now: number): Promise<PassState> {
    const item = await this.#update(this.#id, 'turned_on_at = if_not_exists(turned_on_at, :now)', {
      ':now': { N: String(now) },
    });
    return { turnedOnAt: Number(item?.turned_on_at?.N), pass: await this.#readPass(item?.pass_state?.S) };
  }

  async save({ folders, ...times }: Pass, now: number): Promise<void> {
    const lists: string[] = [];
    for (let start = FOLDERS_PER_ITEM; start < folders.length; start += FOLDERS_PER_ITEM) {
      const id = `${this.#id}#${randomUUID()}`;
      const list = writeFolders(folders.slice(start, start + FOLDERS_PER_ITEM));
      await this.#update(id, 'folders = :folders, expiration = :expiration', {
        ':folders': { S: JSON.stringify(list) },
        ':expiration': { N: String(Math.ceil(now / 1_000) + LIST_TTL_SECONDS) },
      });
      lists.push(id);
    }
    const state = { ...times, ...writeFolders(folders.slice(0, FOLDERS_PER_ITEM)), lists };
    await this.#update(this.#id, 'pass_state = :pass', { ':pass': { S: JSON.stringify(state) } });
  }

  async #readPass(text: string | undefined): Promise<Pass | undefined> {
    if (text === undefined) return undefined;
    const state = recordOf(JSON.parse(text));
    const folders = [...readFolders(state)];
    for (const id of Array.isArray(state.lists) ? state.lists : []) folders.push(...(await this.#readList(String(id))));
    const { startedAt, previousStartedAt, changedSince } = state;
    return {
      startedAt: Number(startedAt),
      previousStartedAt: typeof previousStartedAt === 'number' ? previousStartedAt : undefined,
      changedSince: Number(changedSince),
      folders,
    };
  }

  async #readList(id: string): Promise<readonly WatchedFolder[]> {
    const input = { TableName: this.#tableName, Key: { id: { S: id } }, ConsistentRead: true };
    const { Item: item } = await this.#table.send(new GetItemCommand(input));
    return readFolders(recordOf(JSON.parse(item?.folders?.S ?? '{}')));
  }

  async #update(id: string, assignments: string, values: Record<string, AttributeValue>) {
    const { Attributes: item } = await this.#table.send(
      new UpdateItemCommand({
        TableName: this.#tableName,
        Key: { id: { S: id } },
        UpdateExpression: `SET ${assignments}`,
        ExpressionAttributeValues: values,
        ReturnValues: 'ALL_NEW',
      }),
    );
    return item;
  }
}

/** Returns the folders in a short form. */
function writeFolders(folders: readonly WatchedFolder[]) {
  return {
    workspaces: Object.fromEntries(folders.map(({ projectId, workspaceId }) => [projectId, workspaceId])),
    folders: folders.map(({ id, projectId }) => `${id} ${projectId}`),
  };
}

function readFolders({ workspaces, folders }: Readonly<Record<string, unknown>>): readonly WatchedFolder[] {
  return (Array.isArray(folders) ? folders : []).map((folder) => {
    const [id = '', projectId = ''] = String(folder).split(' ');
    return { id, projectId, workspaceId: String(recordOf(workspaces)[projectId]) };
  });
}
