import { afterAll, describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { DELIVERY_MODES, type DeliveryMode } from '../../cdk/delivery-mode.ts';
import { METRICS } from '../../lib/observability/metrics.ts';
import { withDeployment } from '../support/deployment-under-test.ts';
import { readDocument, rowsOf } from '../support/documents.ts';
import { fullStack } from '../support/full-app.ts';
import { ProjectFolder } from '../support/project-folder.ts';
import { templateOf } from '../support/template.ts';

const document = readDocument('docs/cost.md');

/** Reads the number at the start of a cell: 1,000,000 of `1 million`. */
function numberIn(cell = ''): number {
  const [, digits = 'no number', million] = /^([\d,.]+)( million)?/.exec(cell) ?? [];
  return Number(digits.replaceAll(',', '')) * (million ? 1_000_000 : 1);
}

/** Reads the price of one unit in a cell such as `0.20 per million`. */
function unitPriceIn(cell = ''): number {
  return numberIn(cell) / (cell.endsWith(' per million') ? 1_000_000 : 1);
}

/** Gives the rows of a section without the last one, and the total in that. */
function costsIn(section: string) {
  const rows = rowsOf(document, section);
  const total = rows.at(-1);
  if (total?.[0] !== 'Total') throw new Error(`The table of "${section}" has no total.`);
  return { rows: rows.slice(0, -1), total: numberIn(total.at(-1)) };
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const durationRows = rowsOf(document, 'Where the quantities come from');

/** Billed milliseconds by function. */
const DURATIONS = new Map(durationRows.map((row) => [row[0], numberIn(row.at(-1))]));

it.each(durationRows)('the billed duration of the %s is the sum', (_, measured, scaled, ofFrameio, ofAws, billed) => {
  const productIn = (cell = '') => cell.split('×').reduce((product, factor) => product * numberIn(factor.trim()), 1);
  expect(Math.abs(numberIn(scaled) - numberIn(measured) / 0.29)).toBeLessThan(1.1);
  expect(numberIn(billed)).toBe(numberIn(scaled) + productIn(ofFrameio) + productIn(ofAws));
});

const SECTIONS = { inline: 'In inline mode', queued: 'In queued mode' } as const satisfies Record<DeliveryMode, string>;

describe.each(DELIVERY_MODES)('a million events in %s mode', (mode) => {
  const { rows, total } = costsIn(SECTIONS[mode]);
  const quantityOf = (service: string) => numberIn(rows.find(([name]) => name === service)?.[1]);

  it.each(rows)('%s cost what quantity and price give', (_, quantity, price, cost) => {
    expect(numberIn(cost)).toBeCloseTo(numberIn(quantity) * unitPriceIn(price), 2);
  });

  it('costs the sum', () => {
    expect(total).toBeCloseTo(sumOf(rows.map((row) => numberIn(row[3]))), 2);
  });

  it('takes as long as the functions with 512 MiB', () => {
    const names = { inline: ['endpoint in `inline` mode'], queued: ['endpoint in `queued` mode', 'worker'] }[mode];
    const milliseconds = sumOf(names.map((name) => DURATIONS.get(name) ?? Number.NaN));
    expect(quantityOf('Lambda: duration')).toBeCloseTo(milliseconds * 1_000 * 0.5, 5);
    expect(quantityOf('Lambda: requests')).toBe(names.length * 1_000_000);
  });

  it('makes as many calls, and writes about as much to the log, as one event in the sandbox', () =>
    withDeployment({ mode }, async (deployment) => {
      const deliver = async () => {
        const fileId = deployment.newFile();
        await deployment.deliver(deployment.genuine({ fileId }));
        await deployment.drain();
        expect(deployment.commentsOn(fileId)).toBe(1);
      };
      await deliver(); // with cold starts
      const callsBefore = deployment.dynamoDb.calls.length;
      const sentBefore = deployment.sqs.calls.length;
      const linesBefore = deployment.endpoint.logs.length;
      await deliver();
      const writes = deployment.dynamoDb.calls.slice(callsBefore);
      expect(new Set(writes.map(({ operation }) => operation))).toEqual(new Set(['UpdateItem']));
      expect(writes.length * 1_000_000).toBe(quantityOf('DynamoDB: writes'));
      const sent = deployment.sqs.calls.slice(sentBefore);
      const requests = sent.length * 3; // Lambda also receives and deletes each message
      expect(requests * 1_000_000).toBe(mode === 'queued' ? quantityOf('SQS: requests') : 0);

      const lines = deployment.endpoint.logs.slice(linesBefore);
      const ofLambda = { inline: 1, queued: 2 }[mode] * 700; // start and report of an invocation
      const bytes = sumOf(lines.map((line) => line.length)) + ofLambda + ACCESS_LOG_LINE;
      expect(bytes * 1_000_000).toBeLessThan(quantityOf('CloudWatch Logs: data') * 1e9);
      expect(bytes * 1_000_000).toBeGreaterThan(quantityOf('CloudWatch Logs: data') * 1e9 * 0.7);
    }));
});

/** Bytes of a line of the access log. */
const ACCESS_LOG_LINE = 280;

describe('an idle month', () => {
  const { rows, total } = costsIn('An idle month');
  const row = (resource: string) => rows.find(([name]) => name === resource) ?? [];
  const project = new ProjectFolder();
  afterAll(() => project.remove());

  it.each(DELIVERY_MODES)('has the number of secrets, alarms and dashboards of the stack: %s', (deliveryMode) => {
    const template = templateOf({ deliveryMode });
    template.resourceCountIs('AWS::SecretsManager::Secret', numberIn(row('Secrets')[1]));
    template.resourceCountIs('AWS::CloudWatch::Alarm', numberIn(row('Alarms')[1]));
    template.resourceCountIs('AWS::CloudWatch::Dashboard', numberIn(row('Dashboard')[1]));
  });

  it.each(DELIVERY_MODES)(
    'has as many empty receives as Lambda makes for the queues that it polls: %s',
    (deliveryMode) => {
      const template = templateOf({ deliveryMode });
      const sources = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
      const [pollers, requestsPerMinute, minutes] = [5, 3, 30 * 24 * 60];
      const [, number, price] = row('SQS: empty receives');
      expect(numberIn(number)).toBe(sources.length * pollers * requestsPerMinute * minutes);
      expect((numberIn(number) * numberIn(price)) / 1_000_000).toBeCloseTo(0.26, 2);
      expect(JSON.stringify(sources)).not.toContain('ProvisionedPollerConfig');
    },
  );

  it('costs the sum', () => {
    for (const name of ['Secrets', 'Alarms']) {
      const [, number, price, cost] = row(name);
      expect(numberIn(cost)).toBeCloseTo(numberIn(number) * numberIn(price), 2);
    }
    expect(total).toBeCloseTo(sumOf(rows.map((each) => numberIn(each[3]))), 2);
  });

  it('is charged only for resources of the list', () => {
    const templates = DELIVERY_MODES.map((mode) => Template.fromStack(fullStack(project, mode)).toJSON());
    const types = templates.flatMap(({ Resources }) => Object.values(Resources).map((each) => Object(each).Type));
    const listed = [...document.matchAll(/`((?:AWS::\w+|Custom)::\w+)`/g)].map(([, type]) => type);
    expect([...new Set(types)].sort()).toEqual(listed.sort());
    // Of the resources in the list, only functions could be paid by the hour.
    expect(JSON.stringify(templates)).not.toContain('ProvisionedConcurrency');
  });
});

it('the number of metrics is that of the framework, and the one of the access log', () => {
  expect(document).toContain(`The framework has ${Object.keys(METRICS).length + 1}\n  metrics`);
});
