import { ConfigError } from '../core/errors.ts';
import type { ManifestAction } from '../core/manifest.ts';
import { type ActionDefinition, readDefinition } from './action-definition.ts';
import type { FormSource } from './form-source.ts';
import type { Message } from './message.ts';

/** A custom action of an app, as the framework runs it. */
export interface RegisteredAction<Context> {
  readonly definition: ManifestAction;
  readonly form: FormSource<Context> | undefined;
  /** `data` of the context is complete. */
  readonly handle: (context: Context) => Message | Promise<Message>;
}

/** The custom actions of an app, by key. */
export class ActionRegistry<Context> {
  readonly #actions = new Map<string, RegisteredAction<Context>>();

  /** @throws ConfigError for a duplicate key and for an invalid definition. */
  add(
    key: string,
    definition: ActionDefinition<FormSource<Context>>,
    handle: RegisteredAction<Context>['handle'],
  ): void {
    if (this.#actions.has(key)) {
      throw new ConfigError(
        `The app has a custom action "${key}" already. Frame.io sends the key, so it must be unique.`,
      );
    }
    this.#actions.set(key, { definition: readDefinition(key, definition), form: definition.form, handle });
  }

  /** The actions, in the order of registration. */
  get manifest(): readonly ManifestAction[] {
    return [...this.#actions.values()].map(({ definition }) => definition);
  }

  /** Returns the action of that key, if there is one. */
  find(key: string): RegisteredAction<Context> | undefined {
    return this.#actions.get(key);
  }
}
