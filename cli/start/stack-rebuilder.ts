import type { AppManifest } from '../../lib/core/manifest.ts';
import type { BuiltStack } from './build-stack.ts';

/** What a `StackRebuilder` does. */
export interface StackRebuilderOptions {
  readonly build: () => Promise<BuiltStack>;
  /** Called when a build starts. */
  readonly onStart: () => void;
  /** Receives the error of a failed build. The next change starts another build. */
  readonly onError: (error: unknown) => void;
}

/** Builds the stack of an app again when the app declares something else than before. */
export class StackRebuilder {
  /** Resolves with the first stack that is built for the last change. */
  readonly rebuilt: Promise<BuiltStack>;
  readonly #options: StackRebuilderOptions;
  #resolve: (built: BuiltStack) => void = () => undefined;
  /** Manifest of the last change, as JSON, while a build runs. */
  #building: string | undefined;

  constructor(options: StackRebuilderOptions) {
    this.#options = options;
    this.rebuilt = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Starts a build. If a build for an earlier manifest runs, another one follows it. */
  async handleChange(manifest: AppManifest): Promise<void> {
    const changed = JSON.stringify(manifest);
    const isBuilding = this.#building !== undefined;
    this.#building = changed;
    if (isBuilding) return;
    const { build, onStart, onError } = this.#options;
    onStart();
    try {
      for (;;) {
        const target: string | undefined = this.#building;
        const built = await build();
        if (this.#building === target) return this.#resolve(built);
      }
    } catch (error) {
      onError(error);
    } finally {
      this.#building = undefined;
    }
  }
}
