import { expect, it } from '@jest/globals';
import { findSamProblem } from '../../../cli/sam/sam-version.ts';
import { createPrograms } from '../../support/programs.ts';

const MISSING = /^The AWS SAM CLI is missing\. Install it with/;
const OLD = /^Expected the AWS SAM CLI 1\.147\.0 or later, found 1\.\d+\.\d+\./;

it.each([
  { printed: 'SAM CLI, version 1.147.0', problem: undefined },
  { printed: 'SAM CLI, version 1.170.1', problem: undefined },
  { printed: 'SAM CLI, version 2.0.0', problem: undefined },
  { printed: 'SAM CLI, version 1.146.9', problem: OLD },
  { printed: 'SAM CLI, version 1.20.147', problem: OLD },
  { printed: 'a program of another kind', problem: /found “a program of another kind”/ },
  { printed: undefined, problem: MISSING },
])('checks the version $printed', ({ printed, problem }) => {
  const source = printed === undefined ? 'process.exit(1)' : `console.log('${printed}')`;
  const found = findSamProblem({ PATH: createPrograms({ sam: source }) });
  if (problem) expect(found).toMatch(problem);
  else expect(found).toBeUndefined();
});
