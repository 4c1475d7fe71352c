import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import type { FrameioStackProps } from '../../cdk/frameio-stack.ts';
import { resourceOf, templateOf } from '../support/template.ts';

const ENDPOINT = {
  inline: 'Verifies Frame.io deliveries and runs the handlers',
  queued: 'Verifies Frame.io deliveries and queues them',
};

it.each<{ name: string; props: FrameioStackProps; context: object; mode: keyof typeof ENDPOINT }>([
  { name: 'inline by default', props: {}, context: {}, mode: 'inline' },
  { name: 'that of the context', props: {}, context: { deliveryMode: 'queued' }, mode: 'queued' },
  { name: 'that of the settings', props: { deliveryMode: 'queued' }, context: {}, mode: 'queued' },
  {
    name: 'that of the settings, which override the context',
    props: { deliveryMode: 'inline' },
    context: { deliveryMode: 'queued' },
    mode: 'inline',
  },
])('the delivery mode is $name', ({ props, context, mode }) => {
  const { Description } = resourceOf(templateOf(props, { ...context }), 'Endpoint/Function').Properties;
  expect(Description).toBe(ENDPOINT[mode]);
});

it.each(['later', '', 'Queued', true, ['queued']])(
  'refuses the delivery mode %j with an error that names the valid ones',
  (deliveryMode) => {
    expect(() => templateOf({}, { deliveryMode })).toThrow(
      `The delivery mode ${JSON.stringify(deliveryMode)} is unknown: use inline or queued.`,
    );
  },
);

it('cdk.json contains the context key', () => {
  const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
  expect(DELIVERY_MODES).toContain(context.deliveryMode);
});
