import { STACK_HELP } from '../stack/stack-options.ts';

/** Output of `doctor --help`. */
export const HELP = `Usage: frameio-lambda doctor [options]

Checks a deployed app, and prints one line for each finding. Below a problem, it prints what the problem means and the command
that fixes it. The checks change nothing. They run side by side.

  credentials   AWS accepts the credentials of this machine
  stack         the stack is deployed, and its last deployment succeeded
  secrets       each secret has a usable value
  token         Frame.io accepts the token of the app; the known causes if it answers 401
  profile       the user of the token belongs to an account of Frame.io V4
  webhooks      the webhooks are registered and active, with the URL and the events of the app
  actions       the custom actions are registered and active, as the app defines them
  endpoint      the URLs are reachable, refuse an unsigned request, and accept the stored signing secret
  clock         the clocks of this machine, the endpoint and Frame.io agree
  dead letters  no delivery and no job is dead-lettered
  throttling    nothing was refused in the last 3 hours because it came too often

To check the endpoint, the command sends two requests to each URL: one without a signature, and one that the stored secret
signed and that is no event. The app answers 401 and 400, runs no handler, and logs a warning for each.

${STACK_HELP}
  --timeout <time>   maximum duration of each check (default 30s)
  --json             print the findings as JSON: check, status, title, meaning and fix
  --help             show this help

Requires the permissions cloudformation:DescribeStacks, cloudformation:ListStackResources, cloudformation:GetTemplate,
secretsmanager:GetSecretValue, sqs:GetQueueAttributes and cloudwatch:GetMetricData.

A finding is ok, a warning, a problem, or not checked. Exit codes: 0 if there is no problem and everything was checked, 1
otherwise, 2 for a wrong command line.`;
