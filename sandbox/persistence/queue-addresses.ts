import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecord, recordOf } from '../../lib/core/type-guards.ts';

/** URLs of a queue and its dead-letter queue. */
export interface QueueUrls {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** Where the queues of a running sandbox are: the main queue, and those of jobs. */
export interface QueueAddresses extends QueueUrls {
  /** Queues of the jobs that have their own, by the name of the job. */
  readonly jobs: Readonly<Record<string, QueueUrls>>;
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
  const saved = readSaved(pathIn(stateFolder));
  const main = readUrls(saved);
  if (!main || typeof saved.sqsUrl !== 'string') {
    throw new Error(
      `No sandbox is running with its state in ${stateFolder}. Start one with \`npm start\` in another terminal.`,
    );
  }
  const jobs = Object.entries(recordOf(saved.jobs)).flatMap(([name, value]) => {
    const urls = readUrls(recordOf(value));
    return urls ? [[name, urls] as const] : [];
  });
  return { ...main, jobs: Object.fromEntries(jobs), sqsUrl: saved.sqsUrl };
}

function readUrls({ queueUrl, deadLetterQueueUrl }: Readonly<Record<string, unknown>>): QueueUrls | undefined {
  if (typeof queueUrl !== 'string' || typeof deadLetterQueueUrl !== 'string') return undefined;
  return { queueUrl, deadLetterQueueUrl };
}

function readSaved(path: string): Readonly<Record<string, unknown>> {
  try {
    return parseRecord(readFileSync(path, 'utf8')) ?? {};
  } catch {
    return {};
  }
}
