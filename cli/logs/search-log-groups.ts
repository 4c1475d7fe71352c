import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { AwsStack, DeployedFunction } from '../stack/deployed-stack.ts';
import { type LogLine, parseLogLine } from './log-line.ts';

/** What to search for. */
export interface LogSearch {
  readonly correlationId: string;
  /** Start of the search in ms since 1970. */
  readonly since: number;
  /** Receives the name of each function whose log was searched. */
  readonly onSearched: (functionName: string) => void;
  readonly signal: AbortSignal;
}

/** Finds the lines about a delivery in the log groups of all functions in CloudWatch Logs. */
export async function searchLogGroups(
  { region, credentials }: Pick<AwsStack, 'region' | 'credentials'>,
  functions: readonly DeployedFunction[],
  search: LogSearch,
): Promise<readonly LogLine[]> {
  const client = new CloudWatchLogsClient({ region, credentials });
  const searches = functions.map(async (each) => {
    const { logGroup } = each;
    const name = functionTitle(each);
    const lines = logGroup === undefined ? [] : await searchLogGroup(client, logGroup, name, search);
    search.onSearched(name);
    return lines;
  });
  return (await Promise.all(searches).finally(() => client.destroy())).flat();
}

/** Names a function as the sandbox does: `worker`, or `job-worker render`. */
export function functionTitle({ role, job }: DeployedFunction): string {
  return job === undefined ? role : `${role} ${job}`;
}

async function searchLogGroup(
  client: CloudWatchLogsClient,
  logGroupName: string,
  functionName: string,
  { correlationId, since, signal }: LogSearch,
): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  const input = {
    logGroupName,
    startTime: since,
    filterPattern: `{ $.correlation_id = ${JSON.stringify(correlationId)} }`,
  };
  let nextToken: string | undefined;
  do {
    const command = new FilterLogEventsCommand({ ...input, nextToken });
    const page = await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
      throw describeError(error, logGroupName);
    });
    for (const { message = '', timestamp } of page.events ?? []) {
      const time = timestamp === undefined ? undefined : new Date(timestamp).toISOString();
      lines.push(parseLogLine(message, functionName, time));
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return lines;
}

function describeError(error: unknown, logGroup: string): unknown {
  if (!(error instanceof Error) || !error.name.startsWith('AccessDenied')) return error;
  const message = `${error.message} Allow logs:FilterLogEvents on the log group ${logGroup}, or name another profile with --profile.`;
  return new Error(message, { cause: error });
}
