import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecord } from '../../lib/core/type-guards.ts';

/** Where the queues of a running sandbox are. */
export interface QueueAddresses {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** Endpoint of the sandbox's SQS. */
  readonly sqsUrl: string;
}

/** Default state folder, relative to the project root. */
export const DEFAULT_STATE_FOLDER = '.sandbox/state';

const pathIn = (stateFolder: string) => join(stateFolder, 'addresses.json');

/**
 * Saves the addresses in the state folder, so that other programs find the queues.
 *
 * @returns A function that removes them.
 */
export function writeQueueAddresses(stateFolder: string, addresses: QueueAddresses): () => void {
  const path = pathIn(stateFolder);
  writeFileSync(path, JSON.stringify(addresses));
  return () => rmSync(path, { force: true });
}

/**
 * Reads the addresses that a sandbox saved. They may be stale: a killed sandbox leaves them behind.
 *
 * @throws Error when the folder holds no addresses.
 */
export function readQueueAddresses(stateFolder: string): QueueAddresses {
  const { queueUrl, deadLetterQueueUrl, sqsUrl } = readSaved(pathIn(stateFolder));
  if (typeof queueUrl !== 'string' || typeof deadLetterQueueUrl !== 'string' || typeof sqsUrl !== 'string') {
    throw new Error(
      `No sandbox is running with its state in ${stateFolder}. Start one with \`npm start\` in another terminal.`,
    );
  }
  return { queueUrl, deadLetterQueueUrl, sqsUrl };
}

function readSaved(path: string): Readonly<Record<string, unknown>> {
  try {
    return parseRecord(readFileSync(path, 'utf8')) ?? {};
  } catch {
    return {};
  }
}
