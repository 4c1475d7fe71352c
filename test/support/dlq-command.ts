import { type CommandResult, runScript } from './run-command.ts';
import { json, type ScriptedServer, scriptedServer } from './scripted-server.ts';
import type { SqsQueues } from './sqs-queues.ts';

/** An environment without queues and credentials. */
export const NO_AWS = {
  QUEUE_URL: '',
  DEAD_LETTER_QUEUE_URL: '',
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_ENDPOINT_URL_SQS: '',
};

/** Runs `npm run dlq` on these queues until it ends. */
export async function runDlq({ environment }: SqsQueues, ...options: string[]): Promise<CommandResult> {
  return await runScript('dlq', options, environment);
}

/** Numbers of visible messages: in the main queue, then in the dead-letter queue. */
export function visibleCounts(queues: SqsQueues): readonly [number, number] {
  return [queues.textsIn('queue').length, queues.textsIn('deadLetterQueue').length];
}

/** What the proxy does with a call: forwards it, refuses it, or forwards it and drops the response. */
type CallFate = 'forward' | 'refuse' | 'drop_response';

/**
 * Starts a proxy to SQS.
 *
 * @param pickFate - Decides each call; `number` counts the calls of an operation from 1.
 */
export async function startSqsProxy(
  { url }: SqsQueues,
  pickFate: (operation: string, number: number) => CallFate,
): Promise<ScriptedServer> {
  const counts = new Map<string, number>();
  return await scriptedServer(async (response, _, { headers, body }) => {
    const target = String(headers['x-amz-target']);
    const operation = target.replace(/.*\./, '');
    const number = (counts.get(operation) ?? 0) + 1;
    counts.set(operation, number);
    const fate = pickFate(operation, number);
    if (fate === 'refuse') return json(response, 403, { __type: 'x#AccessDenied' });
    const contentType = 'application/x-amz-json-1.0';
    const forwarded = {
      'content-type': contentType,
      'x-amz-target': target,
      'x-amz-date': String(headers['x-amz-date']),
      authorization: String(headers.authorization),
    };
    const sqsResponse = await fetch(url, { method: 'POST', headers: forwarded, body });
    const text = await sqsResponse.text();
    if (fate === 'drop_response') return response.destroy();
    response.writeHead(sqsResponse.status, { 'content-type': contentType }).end(text);
  });
}
