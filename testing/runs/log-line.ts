import type { LogAttributes, Logger } from '../../lib/observability/logger.ts';

/** A line that the app or a handler logged, with its attributes. */
export type TestLogLine = { readonly level: keyof Logger; readonly message: string } & LogAttributes;
