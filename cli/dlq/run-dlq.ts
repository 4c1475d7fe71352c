import { AwsConnectionError } from '../../lib/aws/aws-errors.ts';
import { terminalWidth, wrapHelp } from '../wrap-text.ts';
import { locateQueues } from './find-queue.ts';
import { HELP } from './help.ts';
import { listDeadLetters } from './list.ts';
import { type DlqRequest, parseArguments } from './parse-arguments.ts';
import { redriveDeadLetters } from './redrive-dead-letters.ts';
import { showDeadLetter } from './show.ts';

/** Runs `dlq` with these arguments and returns the exit code. */
export async function runDlq(args: readonly string[]): Promise<number> {
  const request = parseArguments(args);
  try {
    return await runRequest(request);
  } catch (error) {
    const isSandbox = request.name !== 'help' && request.queues.stack.sandbox !== undefined;
    if (!isSandbox || !(error instanceof AwsConnectionError)) throw error;
    throw new Error(`${error.message}\nIs the sandbox running? Start it with \`npm start\`.`, { cause: error });
  }
}

async function runRequest(request: DlqRequest): Promise<number> {
  if (request.name === 'help') {
    console.log(wrapHelp(HELP[request.topic ?? 'dlq'], terminalWidth()));
    return 0;
  }
  const fields =
    request.name === 'redrive' ? (['queueUrl', 'deadLetterQueueUrl'] as const) : (['deadLetterQueueUrl'] as const);
  const queues = await locateQueues(request.queues, fields);
  switch (request.name) {
    case 'list':
      return await listDeadLetters(queues, request);
    case 'show':
      return await showDeadLetter(queues, request);
    case 'redrive':
      return await redriveDeadLetters(queues, request);
  }
}
