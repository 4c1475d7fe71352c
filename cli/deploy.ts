import type { Command } from './command.ts';

export const command: Command = {
  name: 'deploy',
  summary: 'Check AWS credentials and the CDK bootstrap, then run cdk deploy',
  run: async (args) => {
    const { runDeploy } = await import('./deploy/run-deploy.ts');
    return await runDeploy(args);
  },
};
