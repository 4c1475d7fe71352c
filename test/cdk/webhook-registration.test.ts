import { afterAll, describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { METADATA_KEY } from '../../cdk/function-metadata.ts';
import { fullStack } from '../support/full-app.ts';
import { ProjectFolder } from '../support/project-folder.ts';
import { logRightsOf, resourceOf, rightsOf, variablesOf } from '../support/template.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());

const REGISTRATION = {
  accountId: '9a44f696-ae69-4e0c-9731-806d27ea46f1',
  workspaceIds: ['382a1fe6-67cf-481e-9b65-79cfd9e9727f'],
};

const SECRETS = ['Actions/SigningSecrets', 'Secrets/SigningSecrets'];

describe.each(DELIVERY_MODES)('%s', (mode) => {
  const template = Template.fromStack(fullStack(project, mode, () => ({ registration: REGISTRATION })));
  const { logicalId, Properties, DependsOn } = resourceOf(template, 'Registration/Registration/Default');
console.log(JSON.stringify(template.toJSON(),null,1).length, logicalId, JSON.stringify(Properties), DependsOn, rightsOf(template,'Registration/Function'));
  it('x',()=>{});
});
