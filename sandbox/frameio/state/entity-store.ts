import { notFound } from '../api-error.ts';

/** A value of a store. */
export interface Entity {
  readonly id: string;
}

/** Receives each change of a store before any other observer sees it. */
export interface EntityObserver<Value> {
  readonly onPut: (value: Value) => void;
  readonly onDelete: (id: string) => void;
}

/** The entities of one kind, by id, in the order in which they were added. */
export class EntityStore<Value extends Entity> {
  readonly #values = new Map<string, Value>();
  readonly #observer: EntityObserver<Value>;

  constructor(observer: EntityObserver<Value>) {
    this.#observer = observer;
  }

  /** Number of entities. */
  get size(): number {
    return this.#values.size;
  }

  /** Returns every entity, oldest first. */
  all(): readonly Value[] {
    return [...this.#values.values()];
  }

  get(id: string): Value | undefined {
    return this.#values.get(id);
  }

  /** @throws ApiError with 404 if there is no such entity. */
  require(id: string): Value {
    const value = this.#values.get(id);
    if (!value) throw notFound();
    return value;
  }

  /** Adds an entity, or replaces the one with its id. */
  put<Stored extends Value>(value: Stored): Stored {
    this.#observer.onPut(value);
    this.#values.set(value.id, value);
    return value;
  }

  /** @returns Whether the entity existed. */
  delete(id: string): boolean {
    if (!this.#values.has(id)) return false;
    this.#observer.onDelete(id);
    return this.#values.delete(id);
  }

  /** Deletes every entity that matches. */
  deleteWhere(matches: (value: Value) => boolean): void {
    for (const value of this.all()) if (matches(value)) this.delete(value.id);
  }

  /** Adds, or without a value deletes, what a journal has recorded. Observers do not see it. */
  restore(id: string, value: Value | undefined): void {
    if (value) this.#values.set(id, value);
    else this.#values.delete(id);
  }
}
