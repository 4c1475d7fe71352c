import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the queues of a running sandbox are. */
export interface QueueAddresses {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** Address of the sandbox's SQS. */
  readonly sqsUrl: string;
}

/** Folder in which a sandbox keeps its state when it is told no other, from the root of the project. */
export const DEFAULT_STATE_FOLDER = '.sandbox/state';

const pathIn = (stateFolder: string) => join(stateFolder, 'addresses.json');

/** Leaves the addresses in the state's folder, for other programs, and returns what takes them away again. */
export function writeQueueAddresses(stateFolder: string, addresses: QueueAddresses): () => void {
  const path = pathIn(stateFolder);
  writeFileSync(path, JSON.stringify(addresses));
  return () => rmSync(path, { force: true });
}

/** @throws Error when no sandbox has left its addresses there. A killed one has left those it had. */
export function readQueueAddresses(stateFolder: string): QueueAddresses {
  const { queueUrl, deadLetterQueueUrl, sqsUrl } = fieldsIn(pathIn(stateFolder));
  if (typeof queueUrl !== 'string' || typeof deadLetterQueueUrl !== 'string' || typeof sqsUrl !== 'string') {
    throw new Error(`No sandbox runs with its state in ${stateFolder}: start it with npm start, in another terminal.`);
  }
  return { queueUrl, deadLetterQueueUrl, sqsUrl };
}

function fieldsIn(path: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(readFileSync(path, 'utf8')) };
  } catch {
    return {};
  }
}
