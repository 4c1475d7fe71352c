import { type AttributeValue, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
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

/** Stores the state of the passes: one item in the table of the idempotency store. */
export class PassStore {
  readonly #tableName: string;
  readonly #key: Record<string, AttributeValue>;
  readonly #table: TableClient;

  /**
   * @param functionName - Name of the Lambda function. If reconciliation is turned off and on again, CloudFormation creates a
   *   function with another name, so that the state starts again: the events in between are not recorded.
   */
  constructor(tableName: string, functionName: string, table: TableClient) {
    this.#tableName = tableName;
    this.#key = { id: { S: `frameio-lambda-reconciliation#${functionName}` } };
    this.#table = table;
  }

  /** Returns the state. The first call starts it. */
  async load(now: number): Promise<PassState> {
    const { Attributes: item } = await this.#table.send(
      new UpdateItemCommand({
        TableName: this.#tableName,
        Key: this.#key,
        UpdateExpression: 'SET turned_on_at = if_not_exists(turned_on_at, :now)',
        ExpressionAttributeValues: { ':now': { N: String(now) } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return { turnedOnAt: Number(item?.turned_on_at?.N), pass: readPass(item?.pass_state?.S) };
  }

  async save(pass: Pass): Promise<void> {
    await this.#table.send(
      new UpdateItemCommand({
        TableName: this.#tableName,
        Key: this.#key,
        UpdateExpression: 'SET pass_state = :pass',
        ExpressionAttributeValues: { ':pass': { S: writePass(pass) } },
      }),
    );
  }
}

/** A folder takes about 80 bytes, so that an item of 400 KB (DynamoDB quotas) holds more than 4,000. */
function writePass({ folders, ...times }: Pass): string {
  return JSON.stringify({
    ...times,
    workspaces: Object.fromEntries(folders.map(({ projectId, workspaceId }) => [projectId, workspaceId])),
    folders: folders.map(({ id, projectId }) => `${id} ${projectId}`),
  });
}

function readPass(text: string | undefined): Pass | undefined {
  if (text === undefined) return undefined;
  const { startedAt, previousStartedAt, changedSince, workspaces, folders } = recordOf(JSON.parse(text));
  return {
    startedAt: Number(startedAt),
    previousStartedAt: typeof previousStartedAt === 'number' ? previousStartedAt : undefined,
    changedSince: Number(changedSince),
    folders: (Array.isArray(folders) ? folders : []).map((folder) => {
      const [id = '', projectId = ''] = String(folder).split(' ');
      return { id, projectId, workspaceId: String(recordOf(workspaces)[projectId]) };
    }),
  };
}
