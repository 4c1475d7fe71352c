import { parseDuration } from '../parse-duration.ts';
import { parseOptions } from '../parse-options.ts';
import { printHelp } from '../print-help.ts';
import { printJson } from '../print-json.ts';
import { ProgressLine } from '../progress-line.ts';
import { readStackOptions, STACK_OPTIONS } from '../stack/stack-options.ts';
import { UsageError } from '../usage-error.ts';
import { examine } from './examine.ts';
import type { CheckedFinding } from './finding.ts';
import { formatFinding, formatSummary } from './format-finding.ts';
import { HELP } from './help.ts';

const DEFAULT_TIMEOUT = '30s';

/** Runs `doctor` with these arguments and returns the exit code. */
export async function runDoctor(args: readonly string[]): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...STACK_OPTIONS,
      timeout: { type: 'string', default: DEFAULT_TIMEOUT },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (positionals.length > 0) throw new UsageError(`doctor takes no arguments, found ${positionals.join(' ')}.`);
  const progress = new ProgressLine();
  const findings = await examine(readStackOptions(values), {
    timeoutMs: parseDuration(values.timeout),
    onProgress: (running) => progress.show(running.length === 0 ? '' : `Checking ${running.join(', ')} …`),
  }).finally(() => progress.clear());
  print(findings, values.json);
  return findings.every(({ status }) => status === 'ok' || status === 'warning') ? 0 : 1;
}

function print(findings: readonly CheckedFinding[], json: boolean): void {
  if (json) {
    printJson(findings);
    return;
  }
  for (const finding of findings) console.log(formatFinding(finding));
  console.log(`\n${formatSummary(findings)}`);
}
