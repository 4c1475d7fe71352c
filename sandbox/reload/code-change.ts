/** The result of a change of the user's files. */
export type CodeChange =
  | {
      readonly kind: 'code_reloaded';
      /** The changed files, relative to the project. */
      readonly files: readonly string[];
      /** From the change until the next invocation runs the new code, in ms. */
      readonly durationMs: number;
    }
  | {
      readonly kind: 'build_failed';
      /** Empty at the start. */
      readonly files: readonly string[];
      /** Each error with its place and the line of code. */
      readonly messages: readonly string[];
      /** `kept`: the functions keep the code that they have. `restored`: they run the earlier code again. */
      readonly effect: 'kept' | 'restored' | 'none';
    };
