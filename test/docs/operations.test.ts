import { describe, expect, it } from '@jest/globals';
import { parseArguments } from '../../cli/dlq/parse-arguments.ts';
import { METRICS } from '../../lib/observability/metrics.ts';
import { blocksOf, readDocument, rowsOf } from '../support/documents.ts';
import { FRAMEWORK_SOURCE } from '../support/framework-source.ts';

const document = readDocument('docs/operations.md');

/** Names of the log messages in a row of the table: the first cell may hold several. */
const messagesIn = ([cell = '']: readonly string[]) => cell.split('`, `');

it('the dlq command accepts the commands', () => {
  const lines = blocksOf(document, 'sh').flatMap((block) => block.trim().split('\n'));
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
