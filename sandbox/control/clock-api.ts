import { type ClockControl, MAX_SPEED } from '../clock/clock-control.ts';
import { readFields } from './control-response.ts';
import type { ControlRoute } from './control-route.ts';

/** One request advances the clock by 14 days at most, after which a queue deletes its messages. */
const MAX_ADVANCE_SECONDS = 14 * 86_400;

/** The calls that show the clock, advance it, and set its speed. */
export function clockApi(control: ClockControl): readonly ControlRoute[] {
  const path = '/sandbox/clock';
  return [
    { method: 'GET', path, handle: () => ({ status: 200, body: control.state }) },
    {
      method: 'POST',
      path,
      handle: async ({ readBody }) => {
        const speed = readNumber(await readBody(), 'speed', { min: 1, max: MAX_SPEED });
        if (typeof speed === 'string') return { status: 422, body: { error: speed } };
        control.setSpeed(speed);
        return { status: 200, body: control.state };
      },
    },
    {
      method: 'POST',
      path: `${path}/advance`,
      handle: async ({ readBody }) => {
        const seconds = readNumber(await readBody(), 'seconds', { min: 0, max: MAX_ADVANCE_SECONDS });
        if (typeof seconds === 'string') return { status: 422, body: { error: seconds } };
        await control.advance(seconds * 1_000);
        return { status: 200, body: control.state };
      },
    },
  ];
}

/** @returns The only field of a body, or an error message. */
function readNumber(
  body: Buffer | undefined,
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
): number | string {
  const { [name]: value, ...others } = readFields(body) ?? {};
  const isValid = typeof value === 'number' && value >= min && value <= max && Object.keys(others).length === 0;
  return isValid ? value : `Send {"${name}": <${min} to ${max}>}.`;
}
