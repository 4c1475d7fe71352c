import { PermanentError } from '../core/errors.ts';

/** Returns the error of a queued job that the app does not have. The worker dead-letters the job at once. */
export function unknownJobError(name: string): PermanentError {
  return new PermanentError(`The app has no job "${name}". Register it with this name, deploy, then redrive the job.`);
}
