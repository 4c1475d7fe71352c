import { pathToFileURL } from 'node:url';
import type { HttpEvent } from './deliveries.ts';

/** What a contestant's bundle exports as `handler`. */
export type Handler = (event: HttpEvent) => Promise<{ readonly statusCode: number }>;

/** Loads a contestant from its bundle. */
export async function loadHandler(bundle: string): Promise<Handler> {
  const module: { handler: Handler } = await import(pathToFileURL(bundle).href);
  return module.handler;
}

/** @throws Error when the answer is not 200: who does not do the work is not measured. */
export async function deliver(handler: Handler, event: HttpEvent): Promise<void> {
  const { statusCode } = await handler(event);
  if (statusCode !== 200) throw new Error(`A genuine delivery was answered ${statusCode}.`);
}
