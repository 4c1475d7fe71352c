import { invoke, loadHandler, report } from './child.ts';
import type { ColdStartReport, ColdStartTask } from './cold-start.ts';

// Performs one cold start: loads a candidate, invokes it once, reports the times and exits.

const { bundle, event }: ColdStartTask = JSON.parse(process.argv[2] ?? '');
const startedAt = performance.now();
const handler = await loadHandler(bundle);
const loadedAt = performance.now();
await invoke(handler, event);
const respondedAt = performance.now();
report({
  respondedAt: performance.timeOrigin + respondedAt,
  loadMs: loadedAt - startedAt,
  invocationMs: respondedAt - loadedAt,
} satisfies ColdStartReport);
process.exit();
