import { setImmediate } from 'node:timers/promises';

// Runs the event loop for a few turns, so that the requests of earlier imports start to connect. They continue while Node
// loads the later imports, mainly the handlers. An entry point awaits what it needs.
for (let turn = 0; turn < 3; turn += 1) await setImmediate();
