import { DEFAULT_STATE_FOLDER } from '../../sandbox/persistence/queue-addresses.ts';
import type { ClockState } from '../../sandbox/sandbox-api.ts';
import type { TerminalContext } from '../../sandbox/terminal/terminal-context.ts';
import type { SandboxClient } from './sandbox-client.ts';

/** Returns what the formats need to know about a sandbox: its clock, and where its queues are. */
export async function contextOf(client: SandboxClient, statePath = DEFAULT_STATE_FOLDER): Promise<TerminalContext> {
  const { offsetMs } = await client.get<ClockState>('/sandbox/clock');
  return { now: () => Date.now() + offsetMs, statePath, showsLogs: false };
}
