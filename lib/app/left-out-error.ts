import { ConfigError } from '../core/errors.ts';

/** Returns the error of an app that uses a feature in a bundle that leaves it out. */
export function leftOutError(): ConfigError {
  return new ConfigError(
    'This bundle leaves out custom actions, jobs and the store, because the app had none when it was made. Bundle the app again.',
  );
}
