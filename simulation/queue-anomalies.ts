import type { QueueAnomalies } from '../sandbox/aws/sqs/queue-settings.ts';
import type { SimulatedEvent } from './event-registry.ts';
import { PROBABILITIES } from './fault-rates.ts';
import type { FaultyServices } from './faulty-services.ts';
import { Random } from './random.ts';

/** Returns anomalies that SQS permits a standard queue: any order, and duplicates. */
export function queueAnomalies(seed: string, services: FaultyServices): QueueAnomalies {
  const order = new Random(`${seed} order`);
  const duplicates = new Map<SimulatedEvent | undefined, Random>();
  return {
    pickNext: (visibleCount) => {
      const index = order.below(visibleCount);
      if (index > 0) services.faultCounts.add('message-reordered');
      return index;
    },
    isDuplicated: ({ body }) => {
      if (!services.isFaulty) return false;
      const event = services.events.findByMessage(body);
      const random = duplicates.get(event) ?? new Random(`${seed} duplicates ${event?.number}`);
      duplicates.set(event, random);
      const isDuplicated = random.chance(PROBABILITIES.messageDuplicated);
      if (isDuplicated) services.faultCounts.add('message-duplicated');
      return isDuplicated;
    },
  };
}
