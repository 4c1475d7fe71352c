import type { DeliveryStatus, HandlerRecord } from '../../../sandbox-api.ts';

/** Kind of a status, which decides its symbol and colour. */
type Tone = 'good' | 'bad' | 'busy' | 'neutral';

const TONES: Readonly<Record<DeliveryStatus, Tone>> = {
  in_progress: 'busy',
  waiting: 'busy',
  completed: 'good',
  failed: 'bad',
  refused: 'bad',
  interrupted: 'neutral',
};

const SYMBOLS: Readonly<Record<Tone, string>> = { good: '✓', bad: '✕', busy: '…', neutral: '–' };

/** The status of a delivery, in a word and a symbol. */
export function StatusOfDelivery({ status }: { readonly status: DeliveryStatus }) {
  return <Status tone={TONES[status]} text={status.replace('_', ' ')} />;
}

/** What happened to a handler. */
export function StatusOfHandler({ handler }: { readonly handler: HandlerRecord }) {
  const tone = handler.isFailure ? 'bad' : handler.nextRunAt === null ? 'good' : 'busy';
  return (
    <Status
      tone={tone}
      text={handler.status === 'dead_lettered' ? 'dead-lettered' : handler.status.replaceAll('_', ' ')}
    />
  );
}

function Status({ tone, text }: { readonly tone: Tone; readonly text: string }) {
  return (
    <span class={`status ${tone}`}>
      <span aria-hidden="true">{SYMBOLS[tone]}</span> {text}
    </span>
  );
}
