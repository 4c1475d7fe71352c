import { setImmediate } from 'node:timers/promises';

// A few turns of the event loop, in which the connections begin that were asked for by what is imported before this file:
// they are made while what is imported after it, the handlers above all, is loaded. How far they get is the network's
// affair; an entry point waits for what it needs.
for (let turn = 0; turn < 3; turn += 1) await setImmediate();
