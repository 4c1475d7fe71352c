import { computed, signal } from '@preact/signals';
import { clock } from './live.ts';

/** Time of this machine in milliseconds since 1970. It changes each second. */
const machineTime = signal(Date.now());

/** Starts to update the time. */
export function startClock(): void {
  setInterval(() => {
    machineTime.value = Date.now();
  }, 1_000);
}

/** Time of the sandbox's clock in milliseconds since 1970. It changes each second. */
export const now = computed(() => {
  if (!clock.value) return machineTime.value;
  const { state, receivedAt } = clock.value;
  return Date.parse(state.now) + Math.max(0, machineTime.value - receivedAt) * state.speed;
});

/** Milliseconds by which the sandbox's clock is ahead of this machine's. */
export const clockOffsetMs = computed(() => (clock.value ? Math.max(0, now.value - machineTime.value) : 0));
