import type { DeliveryMode } from '../cdk/delivery-mode.ts';
import { readSynthesized, type SynthesizedStack } from '../cdk/read-synthesized.ts';
import { synthesize } from '../cdk/synthesize.ts';
import type { ModeOptions } from './options.ts';
import { simulatedStackProps } from './simulated-stack.ts';

/** Maximum number of events that share one set of services. */
const MAX_EVENTS = 350;

/** A part of the events with a set of services of its own. Shards run concurrently, because they mostly wait. */
export interface Shard {
  readonly name: string;
  readonly events: number;
  readonly stack: SynthesizedStack;
}

/** Divides the events of a delivery mode among shards. Builds the stack, unless `stackFolder` holds one. */
export function shardsOf({ mode, events }: ModeOptions, stackFolder: string | undefined): readonly Shard[] {
  if (events === 0) return [];
  const stack = stackFolder === undefined ? buildStack(mode) : readSynthesized(stackFolder);
  const count = Math.ceil(events / MAX_EVENTS);
  const firstOf = (index: number) => Math.floor((events * index) / count);
  return Array.from({ length: count }, (_, index) => ({
    stack,
    name: `${mode} ${index + 1}`,
    events: firstOf(index + 1) - firstOf(index),
  }));
}

function buildStack(mode: DeliveryMode): SynthesizedStack {
  return synthesize(`.sandbox/simulate-${mode}`, simulatedStackProps(mode));
}
