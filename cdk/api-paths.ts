/** Paths of the HTTP API. All of them accept only POST. */
export const API_PATHS = {
  /** Receives webhooks. */
  webhooks: '/frameio',
  /** Receives custom actions. The framework tells the two apart by the end of the path. */
  actions: '/actions',
} as const;
