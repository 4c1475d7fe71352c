// Creates the stacks of both delivery modes in moto, and runs their bundles against it: `npm run test:moto`.

import '../support/no-node-version-warning.ts';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { findPythonProgram } from '../support/find-python-program.ts';
import { checkMode } from './check-mode.ts';
import { startMoto } from './moto-server.ts';

const command = findPythonProgram({ name: 'moto_server', requirement: 'moto[server]==5.2.5' });
if (command === undefined) {
  console.log("The stacks were not created, because moto is missing. Install it: pip install 'moto[server]'");
} else {
  const moto = await startMoto(command);
  try {
    for (const mode of DELIVERY_MODES) await checkMode(mode, moto.url);
    console.log('The bundles of both stacks complete a delivery with the services of moto.');
  } finally {
    await moto.stop();
  }
}
