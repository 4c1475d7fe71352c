import { FORGERIES, FORGERY_NAMES, type ForgeryName, isForgeryName } from '../../sandbox/frameio/webhooks/forgeries.ts';
import { closestNames } from '../closest-names.ts';
import { UsageError } from '../usage-error.ts';

/** Help for the forgeries. */
export const FORGERY_HELP = `Forgeries:
${Object.entries(FORGERIES)
  .map(([name, { summary }]) => `  ${name.padEnd(18)}${summary}`)
  .join('\n')}`;

/** Reads the name of a forgery. @throws UsageError for an unknown one. */
export function readForgery(name: string | undefined): ForgeryName | undefined {
  if (name === undefined || isForgeryName(name)) return name;
  const closest = closestNames(name, FORGERY_NAMES);
  const fix = closest.length > 0 ? `Did you mean ${closest.join(' or ')}?` : `Use one of: ${FORGERY_NAMES.join(', ')}.`;
  throw new UsageError(`--forge does not know "${name}". ${fix}`);
}
