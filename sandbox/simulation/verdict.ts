import type { SentMessage } from '../aws/sqs/message.ts';
import type { World } from '../frameio/world.ts';
import type { EventStory, Stories } from './story.ts';

/** What has become of all events. */
export interface Verdict {
  readonly events: number;
  /** Events of which a delivery was answered 2xx. */
  readonly acknowledged: number;
  /** Comments. */
  readonly effects: number;
  /** Events that lie in the dead-letter queue with a reason. */
  readonly deadLettered: number;
  /** Acknowledged events that are nowhere. */
  readonly lost: readonly EventStory[];
  /** Events with more than one comment, acknowledged or not. */
  readonly doubled: readonly EventStory[];
}

/** Counts. An event that never got a 2xx may have its effect or not, but not twice. */
export function judge(stories: Stories, world: World, deadLetters: readonly SentMessage[]): Verdict {
  const dead = new Set(
    deadLetters
      .filter(({ attributes }) => (attributes.reason?.StringValue ?? '') !== '')
      .map(({ body }) => stories.ofMessage(body)),
  );
  const effectsOf = ({ fileId }: EventStory) => world.commentsOf(fileId).length;
  const acknowledged = stories.all.filter(({ isAcknowledged }) => isAcknowledged);
  return {
    events: stories.all.length,
    acknowledged: acknowledged.length,
    effects: stories.all.reduce((sum, story) => sum + effectsOf(story), 0),
    deadLettered: stories.all.filter((story) => dead.has(story)).length,
    lost: acknowledged.filter((story) => effectsOf(story) === 0 && !dead.has(story)),
    doubled: stories.all.filter((story) => effectsOf(story) > 1),
  };
}
