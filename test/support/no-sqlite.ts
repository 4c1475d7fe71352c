/**
 * Stands in for `node:sqlite`, which Node 20 does not have: `fauxqs` imports it, for queues that outlive their process,
 * but does not use it for those in memory. `jest.config.json` puts it in its place.
 */
export class DatabaseSync {}
