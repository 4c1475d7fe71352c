import type { GenuineRequest } from './genuine-request.ts';

/** One case: its name, and how its request differs from a genuine one. */
export type HostileCase = readonly [name: string, event: (genuine: GenuineRequest) => unknown];
