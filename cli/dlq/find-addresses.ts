import {
  DEFAULT_STATE_FOLDER,
  type QueueAddresses,
  readQueueAddresses,
} from '../../sandbox/persistence/queue-addresses.ts';
import { LOCAL_SANDBOX } from '../parse-options.ts';
import { findSandbox, type SandboxOptions } from '../sandbox/find-sandbox.ts';

/** Finds the queues of a sandbox: in its state folder, or at its address. @throws Error if no sandbox runs. */
export async function findQueueAddresses(options: SandboxOptions): Promise<QueueAddresses> {
  const { sandbox = LOCAL_SANDBOX, state = DEFAULT_STATE_FOLDER } = options;
  if (sandbox === LOCAL_SANDBOX) return readQueueAddresses(state);
  return await findSandbox(options).get<QueueAddresses>('/sandbox/queue-addresses');
}
