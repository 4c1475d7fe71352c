import { parseRecord, recordOf } from '../../../lib/core/type-guards.ts';
import type { BundlePosition } from '../../code/map-position.ts';

/** A run of a handler, as its context describes it. */
export interface HandlerAttempt {
  readonly handlerName: string;
  readonly attempt: number;
  readonly deliveryKey: string | undefined;
  readonly eventType: string | undefined;
  readonly resourceId: string | undefined;
}

/** A handler blocks the event loop: no other code of the function runs, nor any timer. */
export interface BlockedEventLoop {
  readonly handler: HandlerAttempt;
  /** The code that blocks, innermost first. Empty if it is native code. */
  readonly frames: readonly BundlePosition[];
}

/** What the process of a function says with a line. */
export type FunctionOutput =
  | { readonly kind: 'printed'; readonly lines: readonly string[]; readonly handler?: HandlerAttempt }
  | ({ readonly kind: 'blocked' } & BlockedEventLoop);

/** Reads a line of a process. Lines that start with `marker` say what a handler prints or does. */
export function readOutput(line: string, marker: string): FunctionOutput | undefined {
  if (!line.startsWith(marker)) return line === '' ? undefined : { kind: 'printed', lines: [line] };
  const { kind, handler: described, text, frames } = parseRecord(line.slice(marker.length)) ?? {};
  const handler = readHandler(described);
  if (!handler) return undefined;
  if (kind === 'blocked') return { kind, handler, frames: [frames].flat().flatMap(readPosition) };
  return { kind: 'printed', lines: String(text).replace(/\n$/, '').split('\n'), handler };
}

/** Reads the description of a handler's run; returns `undefined` for anything else. */
export function readHandler(value: unknown): HandlerAttempt | undefined {
  const { handlerName, attempt, deliveryKey, eventType, resourceId } = recordOf(value);
  if (typeof handlerName !== 'string') return undefined;
  return {
    handlerName,
    attempt: Number(attempt),
    deliveryKey: textOf(deliveryKey),
    eventType: textOf(eventType),
    resourceId: textOf(resourceId),
  };
}

function readPosition(value: unknown): readonly BundlePosition[] {
  const { url, line, column } = recordOf(value);
  return typeof url === 'string' ? [{ url, line: Number(line), column: Number(column) }] : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
