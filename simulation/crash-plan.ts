import type { DeathPlan } from './function-pool.ts';
import type { Random } from './random.ts';

/** How a process's death is drawn. */
export interface DeathOdds {
  /** How often a process dies in an invocation, from 0 to 1. */
  readonly chance: number;
  /** The calls that an invocation makes, about: it may die at any of them. */
  readonly calls: number;
}

/** Longest an invocation goes on before its process dies out of the blue, in ms. */
const SOON_MS = 40;

/** Draws the death of an invocation's process. As many numbers are drawn whether it dies or not. */
export function deathIn(random: Random, { chance, calls }: DeathOdds): DeathPlan | undefined {
  const [isDeath, isAtCall, isDone] = [random.chance(chance), random.chance(0.8), random.chance(0.6)];
  const place = random.next();
  if (!isDeath) return undefined;
  if (!isAtCall) return { afterMs: place * SOON_MS };
  return { atCall: 1 + Math.floor(place * calls), death: isDone ? 'when_done' : 'before' };
}
