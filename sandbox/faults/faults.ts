import type { SandboxClock } from '../clock/sandbox-clock.ts';
import type { FaultState, FaultTarget } from '../sandbox-api.ts';
import { newShortId } from '../short-id.ts';

/** A fault to add. */
export interface NewFault {
  readonly target: FaultTarget;
  /** Pattern of the names of calls, where `*` matches any part: operations, paths, or roles of functions. */
  readonly calls: string;
  /** Status of Frame.io's response. */
  readonly status?: number | undefined;
  /** Milliseconds by which Frame.io responds late. */
  readonly delayMs?: number | undefined;
  /** Number of calls to answer with the fault. */
  readonly count?: number | undefined;
  /** Duration in milliseconds of the sandbox's clock. */
  readonly durationMs?: number | undefined;
}

/** What the faults need. */
export interface FaultsOptions {
  readonly clock: SandboxClock;
  /** Called when a fault begins, answers one of a number of calls, or ends. */
  readonly onChange: (faults: readonly FaultState[]) => void;
  /**
   * Called when a fault with this target begins.
   * @default nothing happens
   */
  readonly onBegin?: (target: FaultTarget) => void;
  /**
   * Called when a fault with this target ends.
   * @default nothing happens
   */
  readonly onEnd?: (target: FaultTarget) => void;
}

interface ActiveFault extends FaultState {
  readonly pattern: RegExp;
  remaining: number | null;
  /** In milliseconds since 1970. */
  readonly endTime: number | null;
}

/** The faults that the sandbox simulates on demand. Each one ends by itself. */
export class Faults {
  readonly #options: FaultsOptions;
  #active: readonly ActiveFault[] = [];

  constructor(options: FaultsOptions) {
    this.#options = options;
  }

  add({ target, calls, status, delayMs, count, durationMs }: NewFault): FaultState {
    const { clock, onBegin, onChange } = this.#options;
    const endTime = durationMs === undefined ? null : clock.now() + durationMs;
    const fault: ActiveFault = {
      id: newShortId(),
      target,
      calls,
      status: status ?? null,
      delayMs: delayMs ?? null,
      remaining: count ?? null,
      endsAt: endTime === null ? null : new Date(endTime).toISOString(),
      endTime,
      pattern: patternOf(calls),
    };
    this.#endOverdue();
    if (endTime !== null) clock.schedule(endTime, () => this.#endOverdue());
    this.#active = [...this.#active, fault];
    onBegin?.(target);
    onChange(this.list());
    return toState(fault);
  }

  list(): readonly FaultState[] {
    this.#endOverdue();
    return this.#active.map(toState);
  }

  /** Ends a fault, or all of them. Returns whether there was one. */
  end(id?: string): boolean {
    this.#endOverdue();
    return this.#keep((fault) => id !== undefined && fault.id !== id);
  }

  /**
   * Returns the fault that a call meets, if it meets one.
   *
   * @param namesOf - Returns the names of the call: its operation and its path, or the role of a function.
   */
  take(target: FaultTarget, namesOf: () => readonly string[]): FaultState | undefined {
    this.#endOverdue();
    const candidates = this.#active.filter((fault) => fault.target === target);
    if (candidates.length === 0) return undefined; // finding an operation of Frame.io is slow
    const names = namesOf();
    const fault = candidates.find(({ pattern }) => names.some((name) => pattern.test(name)));
    if (fault?.remaining == null) return fault;
    fault.remaining -= 1;
    if (fault.remaining === 0) this.#keep((other) => other !== fault);
    else this.#options.onChange(this.list());
    return fault;
  }

  #endOverdue(): void {
    const now = this.#options.clock.now();
    this.#keep(({ endTime }) => endTime === null || endTime > now);
  }

  #keep(isKept: (fault: ActiveFault) => boolean): boolean {
    const ended = this.#active.filter((fault) => !isKept(fault));
    if (ended.length === 0) return false;
    this.#active = this.#active.filter(isKept);
    for (const { target } of ended) this.#options.onEnd?.(target);
    this.#options.onChange(this.#active.map(toState));
    return true;
  }
}

function toState({ pattern, endTime, ...state }: ActiveFault): FaultState {
  return state;
}

/** `*` matches any text within one part of a path, and `**` any text. */
function patternOf(calls: string): RegExp {
  const parts = calls.split(/(\*+)/).map((part) => {
    if (part === '*') return '[^/]*';
    return part.startsWith('*') ? '.*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}
