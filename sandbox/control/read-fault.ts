import type { NewFault } from '../faults/faults.ts';
import { FAULT_TARGETS, type FaultTarget } from '../sandbox-api.ts';
import { controlError, type Read, readFields } from './control-response.ts';

const DEFAULT_SECONDS = 30;
const MAX_SECONDS = 86_400;
const MAX_COUNT = 10_000;
const MAX_DELAY_SECONDS = 900;

const TIMING = `"count": <number of calls> or "seconds": <duration> (default ${DEFAULT_SECONDS})`;
const USAGE = `Send {"target": "<one of ${FAULT_TARGETS.join(', ')}>"} (default frame.io), ${TIMING}. With "calls": "<operation, such as files.show, or path; * is any part>", only these fail. frame.io needs "status": <400 to 599> or "delay_seconds": <up to ${MAX_DELAY_SECONDS}>.`;

/** Reads the body of a call that begins a fault. */
export function readFault(body: Buffer | undefined): Read<NewFault> {
  const fields = readFields(body) ?? { unreadable: true };
  const { target = 'frame.io', calls = '**', status, delay_seconds: delay, count, seconds, ...others } = fields;
  const usage = controlError(422, USAGE);
  if (!isTarget(target) || typeof calls !== 'string' || calls === '' || Object.keys(others).length > 0) return usage;
  const isFrameio = target === 'frame.io';
  if (isFrameio ? (status ?? delay) === undefined : (status ?? delay) !== undefined) return usage;
  if (status !== undefined && !isInteger(status, 400, 599)) return usage;
  if (delay !== undefined && !isDuration(delay, MAX_DELAY_SECONDS)) return usage;
  if (count !== undefined && !isInteger(count, 1, MAX_COUNT)) return usage;
  if (target === 'signing-secret' && (count !== undefined || calls !== '**')) {
    return controlError(422, 'A new signing secret is for every request. Send "seconds" only: when it is stored.');
  }
  const duration = seconds ?? (count === undefined ? DEFAULT_SECONDS : undefined);
  if (duration !== undefined && !isDuration(duration, MAX_SECONDS)) return usage;
  const [delayMs, durationMs] = [delay, duration].map((value) => value && value * 1_000);
  return { ok: true, value: { target, calls, status, delayMs, count, durationMs } };
}

function isTarget(value: unknown): value is FaultTarget {
  return FAULT_TARGETS.some((target) => target === value);
}

function isInteger(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function isDuration(value: unknown, max: number): value is number {
  return typeof value === 'number' && value > 0 && value <= max;
}
