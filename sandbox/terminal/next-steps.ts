import { quoteForShell } from '../../cdk/quote-for-shell.ts';
import { DEFAULT_STATE_FOLDER } from '../persistence/queue-addresses.ts';
import type { Sandbox } from '../sandbox.ts';
import { formatLine, formatTitle } from './lines.ts';
import { sandboxOptions } from './terminal-context.ts';

/** Formats the commands that a user can try with a running sandbox. */
export function formatNextSteps(
  { frameioUrl, manifest }: Pick<Sandbox, 'frameioUrl' | 'manifest'>,
  statePath: string,
): string {
  const state = statePath === DEFAULT_STATE_FOLDER ? '' : ` --state ${quoteForShell(statePath)}`;
  const [action] = manifest.actions;
  const commands = {
    upload: `send file.ready${state}`,
    ...(action && { click: `send ${quoteForShell(action.key)}${state}` }),
    outage: `fault 503 --for 30s${state}`,
    clock: `clock advance 1m${state}`,
    deliveries: `deliveries${state}`,
    'dead letters': `dlq list ${sandboxOptions(statePath)}`,
    'and more': '--help',
  };
  return [
    formatTitle('What to try next'),
    formatLine('console', `${frameioUrl}/ in a browser`),
    formatLine('again', 'r and Enter uploads the last file again'),
    ...Object.entries(commands).map(([name, command]) => formatLine(name, `npm run frameio -- ${command}`)),
    formatLine('stop', 'Ctrl+C'),
  ].join('\n');
}
