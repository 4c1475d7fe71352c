/** A queue and its dead-letter queue. SQS moves a message that one receive did not complete. */
export const QUEUES = [
  {
    logicalId: 'Queue',
    visibilityTimeoutSeconds: 60,
    retentionSeconds: 600,
    redrive: { deadLetterQueueLogicalId: 'DeadLetters', maxReceiveCount: 1 },
  },
  { logicalId: 'DeadLetters', visibilityTimeoutSeconds: 60, retentionSeconds: 600 },
];

/** Returns the manifest of an app with one handler, `slack`. */
export function slackManifest(events: readonly string[]) {
  return {
    version: 1,
    handlers: [{ name: 'slack', events }],
    actions: [],
    jobs: [],
    env: {},
    secrets: {},
    store: false,
  } as const;
}
