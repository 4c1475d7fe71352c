import type { QueueSurprises } from '../aws/sqs/queue-options.ts';
import type { FaultyServices } from './faulty-services.ts';
import { CHANCES } from './odds.ts';
import { Random } from './random.ts';
import type { EventStory } from './story.ts';

/** Makes a queue as bad as SQS may be: in no order, and more than once. */
export function surprises(seed: string, services: FaultyServices): QueueSurprises {
  const order = new Random(`${seed} order`);
  const doubles = new Map<EventStory | undefined, Random>();
  return {
    pick: (visible) => order.below(visible),
    isDoubled: ({ body }) => {
      if (!services.isFaulty) return false;
      const story = services.stories.ofMessage(body);
      const own = doubles.get(story) ?? new Random(`${seed} doubles ${story?.number}`);
      doubles.set(story, own);
      return own.chance(CHANCES.messageDoubled);
    },
  };
}
