/**
 * The apps in `test/fixtures/`, and the app of the simulation. Each is a folder like `functions/`. Tests run them in place of
 * the user's app.
 */
export type FixtureApp =
  | 'comment-app'
  | 'scripted-app'
  | 'misbehaving-app'
  | 'outcomes-app'
  | 'empty-app'
  | 'actions-app'
  | 'console-app'
  | 'simulated-app';

/** Returns the folder of a fixture app, from the root of the project. */
export function functionsDirectoryOf(app: FixtureApp): string {
  return app === 'simulated-app' ? 'simulation/app' : `test/fixtures/${app}`;
}

/** Settings that put the comment app in place of the user's app. */
export const COMMENT_APP = { functionsDirectory: functionsDirectoryOf('comment-app') } as const;
