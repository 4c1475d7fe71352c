import { runColdStart } from './run-cold-start.ts';

await runColdStart();
