import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parse } from 'yaml';
import { STAGES } from '../../cdk/settings.ts';
import { newPackage } from '../../cli/init/project-package.ts';
import { isRecord, recordOf } from '../../lib/core/type-guards.ts';
import { blocksOf, projectOf, readDocument } from '../support/documents.ts';
import { withEnvironment } from '../support/environment.ts';
import { runProgram } from '../support/run-command.ts';

const document = readDocument('docs/environments.md');
const project = projectOf(document);
const restore = withEnvironment({ CDK_VALIDATION: 'false' }); // slow
afterAll(() => {
  restore();
  project.remove();
});

const [workflow = ''] = blocksOf(document, 'yaml');
const jobs = Object.entries(recordOf(recordOf(parse(workflow)).jobs)).map(([name, job]) => {
  const { needs, environment, permissions, steps } = recordOf(job);
  const commands = [steps].flat().flatMap((step) => (isRecord(step) && step.run ? [String(step.run)] : []));
  const withRole = [steps].flat().some((step) => 'role-to-assume' in recordOf(recordOf(step).with));
  return { name, needs, environment, mayAssumeRoles: 'id-token' in recordOf(permissions), withRole, commands };
});
const commands = jobs.flatMap((job) => job.commands);

describe('the workflow', () => {
  it('tests, then deploys staging, shows the difference of prod, and deploys prod', () => {
    expect(jobs.map(({ name, needs }) => [name, needs])).toEqual([
      ['test', undefined],
      ['staging', 'test'],
      ['preview', 'staging'],
      ['prod', 'preview'],
    ]);
    expect(commands.filter((command) => /cdk (diff|deploy)/.test(command))).toEqual([
      'npx cdk diff -c stage=staging',
      'npx cdk deploy -c stage=staging --require-approval never',
      'npx cdk diff -c stage=prod --method template',
      'npx cdk deploy -c stage=prod --require-approval never',
    ]);
  });

  it('gives AWS credentials to no job that a pull request starts', () => {
    expect(recordOf(parse(workflow)).permissions).toEqual({ contents: 'read' });
    const [test, ...deployments] = jobs;
    expect(test).toMatchObject({ mayAssumeRoles: false, withRole: false });
    for (const job of deployments) expect(job).toMatchObject({ mayAssumeRoles: true, withRole: true });
    expect(recordOf(recordOf(recordOf(parse(workflow)).jobs).staging).if).toBe("github.event_name == 'push'");
  });

  it('runs only scripts that a new project has', () => {
    const { scripts } = newPackage('app', { name: 'frameio-lambda', version: '1.0.0', node: '>=20', rangeOf: String });
    const names = commands.flatMap((command) => /^npm (?:run )?(\w+)$/.exec(command)?.[1] ?? []);
    expect(names).toEqual(expect.arrayContaining(['check', 'test']));
    for (const name of names.filter((each) => each !== 'ci')) expect(scripts).toHaveProperty([name]);
  });

  it('runs only commands and options that the CDK CLI has, for stages that exist', async () => {
    const calls = commands.flatMap((command) => {
      const [, name = '', options = ''] = /^npx cdk (\w+)(.*)$/.exec(command) ?? [];
      return name === '' ? [] : [{ name, options }];
    });
    const names = [...new Set(calls.map(({ name }) => name))];
    const help = new Map(
      await Promise.all(
        names.map(
          async (name) => [name, (await runProgram('node_modules/.bin/cdk', [name, '--help'])).output] as const,
        ),
      ),
    );
    for (const { name, options } of calls) {
      expect(help.get(name)).toContain(`cdk ${name}`);
      for (const [option] of options.matchAll(/--[\w-]+/g)) expect(help.get(name)).toContain(`${option}`);
      expect(Object.keys(STAGES)).toContain(/ -c stage=(\w+)/.exec(options)?.[1]);
    }
  });
});

describe('the roles', () => {
  it('accept only the jobs of the workflow, and use only the roles of the bootstrap', async () => {
    const { stack } = await import(join(project.folder, 'cdk/github.ts'));
    if (!(stack instanceof Stack)) throw new Error('The example exports no stack.');
    const template = Template.fromStack(stack);
    const subjects = Object.values(template.findResources('AWS::IAM::Role')).map(({ Properties }) => {
      const [{ Condition }] = Properties.AssumeRolePolicyDocument.Statement;
      return Condition.StringEquals['token.actions.githubusercontent.com:sub'];
    });
    const expected = jobs
      .filter(({ withRole }) => withRole)
      .map(({ environment }) => (environment === undefined ? 'ref:refs/heads/main' : `environment:${environment}`));
    expect(subjects).toEqual(expected.map((subject) => `repo:your-organization/your-repository:${subject}`));
    for (const { Properties } of Object.values(template.findResources('AWS::IAM::Policy'))) {
      const [{ Action, Resource }, ...others] = Properties.PolicyDocument.Statement;
      expect([Action, others]).toEqual(['sts:AssumeRole', []]);
      expect(JSON.stringify(Resource)).toContain(':role/cdk-hnb659fds-');
    }
  });
});

it('the CDK app names a stack by its stage', async () => {
  const { STACK_NAME, STAGES: documented } = await import(join(project.folder, 'cdk/settings.ts'));
  expect(STACK_NAME).toBe('FrameioLambda');
  expect(Object.keys(documented)).toEqual(Object.keys(STAGES));
  expect(blocksOf(document, 'ts')[1]?.split('\n').slice(1).join('\n')).toBe(
    readDocument('cli/init/template/cdk/app.ts').replace(/\/\/ .*\n/, ''),
  );
});
