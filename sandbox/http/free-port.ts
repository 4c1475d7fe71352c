import { listen } from './listen.ts';

/** Returns the preferred port if it is free, otherwise another free one. */
export async function freePort(preferred: number): Promise<number> {
  const server = await listen(() => undefined, preferred);
  await server.close();
  return server.port;
}
