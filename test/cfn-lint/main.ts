// Checks the templates of both delivery modes with AWS's cfn-lint: `npm run test:templates`.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { findPythonProgram } from '../support/find-python-program.ts';
import { fullStack } from '../support/full-app.ts';
import { ProjectFolder } from '../support/project-folder.ts';

/** A dependency that follows from a reference. The CDK adds one from each function to its role. */
const HARMLESS = 'W3005';

const command = findPythonProgram({ name: 'cfn-lint', requirement: 'cfn-lint==1.58.0' });
if (command === undefined) {
  console.log('The templates were not checked, because cfn-lint is missing. Install it: pip install cfn-lint');
} else {
  const project = new ProjectFolder();
  const files = DELIVERY_MODES.map((mode) => {
    const file = join(project.path, `${mode}.template.json`);
    writeFileSync(file, JSON.stringify(Template.fromStack(fullStack(project, mode)), undefined, 1));
    return file;
  });
  const { status, error } = spawnSync(command, ['--ignore-checks', HARMLESS, '--', ...files], { stdio: 'inherit' });
  project.remove();
  if (error) throw error;
  if (status === 0) console.log(`cfn-lint finds nothing in ${files.length} templates.`);
  process.exitCode = status ?? 1;
}
