import type { SandboxClock } from '../clock/sandbox-clock.ts';
import type { ApiFaultState } from '../sandbox-api.ts';
import { newShortId } from '../short-id.ts';

/** A fault to add. */
export interface NewApiFault {
  /** Name of an operation or pattern of a path, where `*` matches any part. */
  readonly calls: string;
  readonly status: number;
  /** Number of calls to answer with the fault. */
  readonly count?: number | undefined;
  /** Duration in milliseconds of the sandbox's clock. */
  readonly durationMs?: number | undefined;
}

/** A call to the API. */
export interface FaultyCall {
  readonly method: string;
  readonly path: string;
}

/** What the faults need. */
export interface ApiFaultsOptions {
  readonly clock: SandboxClock;
  /** Returns the name of the operation that a call is for. */
  readonly operationOf: (call: FaultyCall) => string | undefined;
  /** Called when a fault begins, answers one of a number of calls, or ends. */
  readonly onChange: (faults: readonly ApiFaultState[]) => void;
}

interface ActiveFault extends NewApiFault {
  readonly id: string;
  readonly pattern: RegExp;
  remaining: number | null;
  readonly endsAt: number | null;
}

/** The errors that the local Frame.io answers on demand. Each one ends by itself. */
export class ApiFaults {
  readonly #options: ApiFaultsOptions;
  #active: ActiveFault[] = [];

  constructor(options: ApiFaultsOptions) {
    this.#options = options;
  }

  add({ calls, status, count, durationMs }: NewApiFault): ApiFaultState {
    const { clock } = this.#options;
    const fault = {
      id: newShortId(),
      calls,
      status,
      pattern: patternOf(calls),
      remaining: count ?? null,
      endsAt: durationMs === undefined ? null : clock.now() + durationMs,
    };
    if (fault.endsAt !== null) clock.schedule(fault.endsAt, () => this.#endOverdue());
    this.#active.push(fault);
    this.#options.onChange(this.list());
    return toState(fault);
  }

  list(): readonly ApiFaultState[] {
    this.#endOverdue();
    return this.#active.map(toState);
  }

  /** Ends a fault, or all of them. Returns whether there was one. */
  end(id?: string): boolean {
    this.#endOverdue();
    return this.#keep((fault) => id !== undefined && fault.id !== id);
  }

  /** Returns the status of the fault that a call meets, if it meets one. */
  take(call: FaultyCall): number | undefined {
    this.#endOverdue();
    if (this.#active.length === 0) return undefined; // finding the operation is slow
    const operation = this.#options.operationOf(call);
    const fault = this.#active.find(({ pattern }) => pattern.test(call.path) || pattern.test(operation ?? ''));
    if (!fault) return undefined;
    if (fault.remaining === null) return fault.status;
    fault.remaining -= 1;
    if (fault.remaining === 0) this.#keep((other) => other !== fault);
    else this.#options.onChange(this.list());
    return fault.status;
  }

  #endOverdue(): void {
    const now = this.#options.clock.now();
    this.#keep(({ endsAt }) => endsAt === null || endsAt > now);
  }

  #keep(isKept: (fault: ActiveFault) => boolean): boolean {
    const kept = this.#active.filter(isKept);
    const hasChanged = kept.length < this.#active.length;
    this.#active = kept;
    if (hasChanged) this.#options.onChange(kept.map(toState));
    return hasChanged;
  }
}

function toState({ id, calls, status, remaining, endsAt }: ActiveFault): ApiFaultState {
  return { id, calls, status, remaining, endsAt: endsAt === null ? null : new Date(endsAt).toISOString() };
}

/** `*` matches any text within one part of a path, and `**` any text. */
function patternOf(calls: string): RegExp {
  const parts = calls.split(/(\*+)/).map((part) => {
    if (part === '*') return '[^/]*';
    return part.startsWith('*') ? '.*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}
