import type { QueueAnomalies } from '../sandbox/aws/sqs/queue-settings.ts';
import type { EventStory } from './event-registry.ts';
import { CHANCES } from './fault-rates.ts';
import type { FaultyServices } from './faulty-services.ts';
import { Random } from './random.ts';

/** Makes a queue as bad as SQS may be: in no order, and more than once. */
export function surprises(seed: string, services: FaultyServices): QueueAnomalies {
  const order = new Random(`${seed} order`);
  const doubles = new Map<EventStory | undefined, Random>();
  return {
    pickNext: (visible) => {
      const place = order.below(visible);
      if (place > 0) services.counts.add('message-reordered');
      return place;
    },
    isDuplicated: ({ body }) => {
      if (!services.isFaulty) return false;
      const story = services.stories.ofMessage(body);
      const own = doubles.get(story) ?? new Random(`${seed} doubles ${story?.number}`);
      doubles.set(story, own);
      const isDuplicated = own.chance(CHANCES.messageDoubled);
      if (isDuplicated) services.counts.add('message-doubled');
      return isDuplicated;
    },
  };
}
