import type { Delivery, DeliveryList } from '../../sandbox/sandbox-api.ts';
import { SandboxApiError, type SandboxClient } from '../sandbox/sandbox-client.ts';
import { type LogLine, parseLogLine } from './log-line.ts';

/** Number of deliveries that a sandbox keeps. */
const ALL = 1_000;

/** Returns the lines about a delivery of a sandbox, by the id of the delivery or by that of one of its requests. */
export async function readSandboxLog(sandbox: SandboxClient, id: string): Promise<readonly LogLine[]> {
  const delivery = (await findByRequest(sandbox, id)) ?? (await findById(sandbox, id));
  return (delivery?.log ?? []).map((line, index) => parseLogLine(line, delivery?.logFunctions[index] ?? ''));
}

async function findByRequest(sandbox: SandboxClient, requestId: string): Promise<Delivery | undefined> {
  const { deliveries } = await sandbox.get<DeliveryList>(`/sandbox/deliveries?limit=${ALL}`);
  const found = deliveries.find(({ attempts }) => attempts.some((attempt) => attempt.requestId === requestId));
  return found && (await findById(sandbox, found.id));
}

async function findById(sandbox: SandboxClient, id: string): Promise<Delivery | undefined> {
  try {
    return await sandbox.get<Delivery>(`/sandbox/deliveries/${encodeURIComponent(id)}`);
  } catch (error) {
    if (error instanceof SandboxApiError && error.status === 404) return undefined;
    throw error;
  }
}
