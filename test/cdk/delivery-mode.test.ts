import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import type { FrameioStackProps } from '../../cdk/frameio-stack.ts';
import { resourceOf, templateOf } from '../support/template.ts';

const ENDPOINT = {
  inline: 'Verifies what Frame.io delivers and runs the handlers',
  queued: 'Verifies what Frame.io delivers and puts it on the queue',
};

it.each<{ name: string; props: FrameioStackProps; context: object; mode: keyof typeof ENDPOINT }>([
  { name: 'inline, unless somebody says so', props: {}, context: {}, mode: 'inline' },
  { name: 'what the context says', props: {}, context: { deliveryMode: 'queued' }, mode: 'queued' },
  { name: 'what the stack is told', props: { deliveryMode: 'queued' }, context: {}, mode: 'queued' },
  {
    name: 'what the stack is told, whatever the context says',
    props: { deliveryMode: 'inline' },
    context: { deliveryMode: 'queued' },
    mode: 'inline',
  },
])('the delivery mode is $name', ({ props, context, mode }) => {
  const { Description } = resourceOf(templateOf(props, { ...context }), 'Endpoint/Function').Properties;
  expect(Description).toBe(ENDPOINT[mode]);
});

it.each(['later', '', 'Queued', true, ['queued']])(
  'a delivery mode %j is an error that names the two',
  (deliveryMode) => {
    expect(() => templateOf({}, { deliveryMode })).toThrow(
      `The delivery mode ${JSON.stringify(deliveryMode)} is unknown: it is inline or queued.`,
    );
  },
);

it('cdk.json has the context key', () => {
  const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
  expect(DELIVERY_MODES).toContain(context.deliveryMode);
});
