// The JSON of the sandbox's own API. The terminal, the commands and web pages all read these shapes. Times are ISO 8601 texts
// of the sandbox's clock. A field without a value is null.

/** Version of these shapes. Every response of the sandbox's own API has it in a header. */
export const API_VERSION = '1';
export const API_VERSION_HEADER = 'x-frameio-sandbox-version';

export type { ActionReply } from './frameio/actions/action-reply.ts';
export type { FormField } from './frameio/actions/form-fields.ts';
export * from './sandbox-api/app.ts';
export * from './sandbox-api/clock.ts';
export * from './sandbox-api/credentials.ts';
export * from './sandbox-api/deliveries.ts';
export * from './sandbox-api/deployment.ts';
export * from './sandbox-api/events.ts';
export * from './sandbox-api/failures.ts';
export * from './sandbox-api/faults.ts';
export * from './sandbox-api/idempotency-records.ts';
export * from './sandbox-api/queue.ts';
export * from './sandbox-api/studio.ts';
