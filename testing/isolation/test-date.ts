import { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import { currentTest, runIn } from './test-context.ts';

/** The clock of a test. It follows the machine's clock and can be advanced. */
export class TestClock extends SandboxClock {
  /** Inside a test, `Date.now` returns the time of this clock, which must not count itself. */
  override now(): number {
    return runIn(undefined, () => super.now());
  }
}

/** Jest empties the globals of a test file at its end, unless they have this property. The new `Date` shares those of the real one. */
const KEPT_BY_JEST = Symbol.for('$$jest-protect-from-deletion');

let isInstalled = false;

/** Makes `Date` follow the clock of the test that reads it. Outside of tests, it follows the machine's clock. */
export function installTestDate(): void {
  if (isInstalled) return;
  isInstalled = true;
  const MachineDate = Date;
  const machineNow = MachineDate.now;
  Object.defineProperty(MachineDate, KEPT_BY_JEST, { value: [], configurable: true, writable: true });
  const now = () => currentTest()?.now() ?? machineNow();
  globalThis.Date = new Proxy(MachineDate, {
    apply: () => new MachineDate(now()).toString(),
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}
