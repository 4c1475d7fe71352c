import type { Delivery } from '../../../sandbox-api.ts';
import { escapeControls } from '../../../terminal/escape-controls.ts';
import { callApi } from '../api.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { ErrorMessage } from '../components/error-message.tsx';
import { formatJson } from '../components/format-json.ts';
import { StatusOfDelivery } from '../components/status.tsx';
import { Time } from '../components/time.tsx';
import { useCall } from '../components/use-call.ts';
import { type Draft, openSendDialog } from '../send/send-dialog.tsx';
import { CallList, PostedComments } from './call-list.tsx';
import { asCurl, asEventFile, asTest } from './copy-as.ts';
import { HandlerList } from './handler-list.tsx';
import { IdempotencyRecords } from './idempotency-records.tsx';
import { LogLines } from './log-lines.tsx';
import { select } from './shown-deliveries.ts';
import { useDelivery } from './use-delivery.ts';
import { Waterfall } from './waterfall.tsx';

/** Sends a delivery again, and shows the new one. */
async function resend(id: string): Promise<void> {
  const { deliveries } = await callApi<{ readonly deliveries: readonly { readonly id: string }[] }>(
    'POST',
    `/sandbox/deliveries/${id}/replay`,
    {},
  );
  const [sent] = deliveries;
  if (sent) select(sent.id);
}

/** Returns what the dialog shows first for an edited copy of a delivery. */
function draftOf({ id, type, resource, body, url, isChosenUrl }: Delivery): Draft {
  const fileId = resource?.type === 'file' ? resource.id : '';
  return { type, fileId, body: formatJson(body), url, isChosenUrl, replayOf: id };
}

/** Everything about one delivery. */
export function DeliveryDetail({ id }: { readonly id: string }) {
  const { answer: delivery, error: readError } = useDelivery(id);
  const { run, error, isRunning } = useCall();
  if (!delivery) {
    return readError === undefined ? <p class="empty">Reading the delivery…</p> : <ErrorMessage text={readError} />;
  }
  const { type, resource, status, startedAt, forgery, replayOf, reply, body, log, calls, handlers } = delivery;
  return (
    <article class="detail" aria-label={`Delivery ${id}`}>
      <header>
        <h2>
          {type} <span class="name">{escapeControls(resource?.name ?? resource?.id ?? '')}</span>
        </h2>
        <p>
          <StatusOfDelivery status={status} /> · <Time iso={startedAt} /> · <code>{id}</code>
          {forgery !== null && <> · forged: {forgery}</>}
          {replayOf !== null && (
            <>
              {' '}
              · repeats{' '}
              <button type="button" class="link" onClick={() => select(replayOf)}>
                {replayOf}
              </button>
            </>
          )}
        </p>
        <div class="toolbar">
          <button type="button" disabled={isRunning} onClick={() => run(() => resend(id))}>
            Resend
          </button>
          <button type="button" class="quiet" onClick={() => openSendDialog(draftOf(delivery))}>
            Edit and resend
          </button>
          <CopyButton label="Copy as curl" text={() => asCurl(delivery)} />
          <CopyButton label="Copy as test" text={() => asTest(delivery)} />
          <CopyButton label="Copy as event file" text={() => asEventFile(delivery)} />
        </div>
        <ErrorMessage text={error} />
      </header>
      <Waterfall delivery={delivery} />
      <HandlerList handlers={handlers} />
      {reply && <ReplyOf reply={reply} />}
      <PostedComments calls={calls} />
      <LogLines lines={log} />
      <CallList calls={calls} />
      {handlers.length > 0 && <IdempotencyRecords id={id} />}
      <Responses delivery={delivery} />
      <details>
        <summary>Body</summary>
        <pre>{formatJson(body)}</pre>
      </details>
    </article>
  );
}

function ReplyOf({ reply }: { readonly reply: NonNullable<Delivery['reply']> }) {
  return (
    <section>
      <h3>What the user saw</h3>
      {reply.kind === 'none' && <p>No window.</p>}
      {reply.kind === 'error' && <ErrorMessage text={reply.reason} />}
      {(reply.kind === 'message' || reply.kind === 'form') && (
        <p>
          <strong>{reply.title}</strong> {reply.description}
          {reply.kind === 'form' && ` (a form with ${reply.fields.map(({ label }) => label).join(', ')})`}
        </p>
      )}
    </section>
  );
}

function Responses({ delivery: { attempts, url } }: { readonly delivery: Delivery }) {
  return (
    <details>
      <summary>Requests ({attempts.length})</summary>
      <ul>
        {attempts.map(({ number, timestamp, status, response, error }) => (
          <li key={number}>
            <code>POST {url}</code>, signed with the timestamp <code>{timestamp}</code>
            <pre>{error ?? (status === null ? 'No response yet.' : `${status} ${response ?? ''}`)}</pre>
          </li>
        ))}
      </ul>
    </details>
  );
}
