import { afterAll, describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { parseArguments } from '../../cli/dlq/parse-arguments.ts';
import { METRICS } from '../../lib/observability/metrics.ts';
import { blocksOf, readDocument, rowsOf } from '../support/documents.ts';
import { FRAMEWORK_SOURCE, propertiesOf } from '../support/framework-source.ts';
import { fullStack } from '../support/full-app.ts';
import { ProjectFolder } from '../support/project-folder.ts';
import { alarmsOf } from '../support/template.ts';

const document = readDocument('docs/operations.md');

/** Returns when an alarm starts, as the table writes it, such as `6 hours in 5 minutes`. */
function startOf({ MetricName, Threshold, Period, EvaluationPeriods }: Readonly<Record<string, unknown>>): string {
  const unitMs = { ApproximateAgeOfOldestMessage: 1_000, AgeAtRetry: 1, Duration: 1 }[String(MetricName)];
  const minutes = (Number(Period) * Number(EvaluationPeriods)) / 60;
  return `${unitMs === undefined ? Threshold : formatDuration(Number(Threshold) * unitMs)} in ${minutes} minutes`;
}

function formatDuration(ms: number): string {
  return ms % 3_600_000 === 0 ? `${ms / 3_600_000} hours` : `${ms / 1_000} seconds`;
}

/** Names of the log messages in a row of the table: the first cell may hold several. */
const messagesIn = ([cell = '']: readonly string[]) => cell.split('`, `');

describe('the alarms', () => {
  const project = new ProjectFolder();
  afterAll(() => project.remove());
  const deployed = DELIVERY_MODES.flatMap((mode) => alarmsOf(Template.fromStack(fullStack(project, mode))));
  const rows = rowsOf(document, 'Receive alarms');

  it('of the stack are those of the table', () => {
    const ids = deployed.map(({ path }) => path.replace(/^.*Alarms\//, ''));
    expect(rows.map(([name]) => name).sort()).toEqual([...new Set(ids)].sort());
  });

  it.each(rows)('%s has a meaning, a remedy, and the threshold of the table', (name, meaning, remedy, start) => {
    for (const cell of [meaning, remedy]) expect(cell).toMatch(/\w.{10,}\./);
    const alarms = deployed.filter(({ path }) => path.endsWith(`Alarms/${name}`));
    expect(alarms.length).toBeGreaterThan(0);
    for (const alarm of alarms) {
      expect(startOf(alarm)).toBe(start);
      expect(alarm.AlarmDescription).toMatch(/\. [A-Z]|: .*\./);
    }
  });

  it('have the settings of the table', () => {
    const settings = ['WebhookAlarmSettings', 'AlarmSettings'].flatMap((type, number) =>
      propertiesOf(readDocument(`cdk/constructs/${['webhook', 'delivery'][number]}-alarms.ts`), type),
    );
    const named = rows.map((row) => row[4]).filter(Boolean);
    expect(named.sort()).toEqual(settings.filter((setting) => setting !== 'topicArns').sort());
  });
});

it('the dlq command accepts the commands', () => {
  const commands = blocksOf(document, 'sh').flatMap((block) => block.trim().split('\n'));
  const lines = commands.filter((line) => line.startsWith('npx frameio-lambda dlq '));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines)
    expect(() => parseArguments(line.replace('npx frameio-lambda dlq ', '').split(' '))).not.toThrow();
});

describe('the tables', () => {
  it('contain every metric, with its unit and its reason dimension', () => {
    const expected = Object.entries(METRICS).map(([name, unit]) => {
      const byReason = new RegExp(`record\\('${name}', \\d, \\S+\\)`).test(FRAMEWORK_SOURCE);
      return [name, unit, byReason ? 'reason' : ''];
    });
    const rows = rowsOf(document, 'Watch the metrics');
    expect(rows.map(([name, unit, by]) => [name, unit, by])).toEqual(expected);
    for (const [, , , meaning, when] of rows) expect([meaning, when]).not.toContain('');
  });

  const codes = rowsOf(document, 'Error codes of dead-lettered deliveries').filter(([code]) => code !== 'any other');
  it.each(codes)('%s is an error code', (code) => {
    const written = readDocument('cli/dlq/dead-letter.ts') + FRAMEWORK_SOURCE;
    expect(written).toMatch(new RegExp(`'${code}'`));
  });

  it('contain every message that the framework logs', () => {
    const logged = [...FRAMEWORK_SOURCE.matchAll(/logger\??\.\w+\(\s*'([^']+)'/g)].map(([, message = '']) => message);
    expect(logged.length).toBeGreaterThan(10);
    const documented = rowsOf(document, 'Log messages').flatMap(messagesIn);
    expect(logged.filter((message) => !documented.includes(message))).toEqual([]);
  });

  it('contain only messages and fields that the framework logs', () => {
    const messages = rowsOf(document, 'Log messages').flatMap(messagesIn);
    expect(messages.length).toBeGreaterThan(10);
    for (const message of messages) {
      const isLogged = FRAMEWORK_SOURCE.includes(`'${message}'`);
      expect({ message, isLogged }).toEqual({ message, isLogged: true });
    }
    const fields = rowsOf(document, 'Log fields').flatMap(messagesIn);
    expect(fields.length).toBeGreaterThan(5);
    for (const field of fields) expect(FRAMEWORK_SOURCE).toMatch(new RegExp(`\\b${field}\\b`));
  });
});
