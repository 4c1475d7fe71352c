import { afterAll, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { METRICS } from '../../lib/observability/metrics.ts';
import { fullStack } from '../support/full-app.ts';
import { ProjectFolder } from '../support/project-folder.ts';
import { resourceOf, templateOf } from '../support/template.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());

/** Returns the body of the dashboard. References are JSON in it. */
function bodyOf(template: Template): string {
  const { DashboardBody } = resourceOf(template, 'Dashboard').Properties;
  return DashboardBody['Fn::Join'][1]
    .map((part: unknown) => (typeof part === 'string' ? part : '<reference>'))
    .join('');
}

it('shows the life of a delivery: requests, handlers, messages, ages and functions', () => {
  const { widgets } = JSON.parse(bodyOf(Template.fromStack(fullStack(project, 'queued'))));
  expect(widgets.map(({ properties }: { properties: { title: string } }) => properties.title)).toEqual([
    'Alarms',
    'Requests',
    'Deliveries',
    'Handlers',
    'Duration',
    'Messages',
    'Age',
    'Frame.io API',
    'Errors of functions',
    'Throttles of functions',
    'Lost events',
    'Runs of reconciliation',
    'Duration of reconciliation',
  ]);
});

it('shows every function, and metrics that the framework records', () => {
  const body = bodyOf(Template.fromStack(fullStack(project, 'queued')));
  const scheduled = ['TokenRotation', 'SigningSecretRotation', 'Reconciliation'];
  for (const name of ['endpoint', 'actions', 'worker', 'job render', 'Registration', ...scheduled])
    expect(body).toContain(`"label":"${name}"`);
  const names = [...body.matchAll(/"FrameioLambda","(\w+)","service","FrameioLambda\/Webhook"/g)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(10);
  for (const name of names.filter((each) => each !== 'RequestsThrottled')) expect(METRICS).toHaveProperty(String(name));
});

it('shows the state of every alarm', () => {
  const template = Template.fromStack(fullStack(project, 'queued'));
  const [{ properties }] = JSON.parse(bodyOf(template)).widgets;
  expect(properties.alarms).toHaveLength(Object.keys(template.findResources('AWS::CloudWatch::Alarm')).length);
});

it('is absent if the settings say so', () => {
  templateOf({ dashboard: false }).resourceCountIs('AWS::CloudWatch::Dashboard', 0);
});
