import type { QueuedMessage, QueueState } from '../../../sandbox-api.ts';
import { openPage } from '../address.ts';
import { callApi } from '../api.ts';
import { ErrorMessage } from '../components/error-message.tsx';
import { Time, Until } from '../components/time.tsx';
import { useCall } from '../components/use-call.ts';
import { useApi } from '../use-api.ts';

/** The messages that wait for the worker, and those that it has given up. */
export function QueuePage() {
  const queue = useQueue();
  if (!queue) return <p class="empty">Reading the queues…</p>;
  return (
    <div class="queue">
      <section>
        <h2>Waiting messages ({queue.waiting.length})</h2>
        {queue.waiting.length === 0 ? (
          <p class="empty">No message waits. A handler that fails or needs more time puts its event here.</p>
        ) : (
          <Messages messages={queue.waiting} />
        )}
      </section>
      <section>
        <h2>Dead letters ({queue.deadLetters.length})</h2>
        {queue.deadLetters.length === 0 ? (
          <p class="empty">
            No dead letters. An event lands here after its last failed attempt, or after an error that no retry repairs.
          </p>
        ) : (
          <Messages messages={queue.deadLetters} />
        )}
      </section>
    </div>
  );
}

/** Kinds of events after which the queues have other messages. */
const CHANGES: ReadonlySet<string> = new Set(['batch_processed', 'delivery_changed', 'clock_changed', 'queue_changed']);

function useQueue(): QueueState | undefined {
  return useApi<QueueState>('/sandbox/queue', ({ kind }) => CHANGES.has(kind)).answer;
}

function Messages({ messages }: { readonly messages: readonly QueuedMessage[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Sent</th>
          <th scope="col">Event or job</th>
          <th scope="col">Handlers</th>
          <th scope="col">Next</th>
          <th scope="col">Reason</th>
          <th scope="col">Actions</th>
        </tr>
      </thead>
      <tbody>
        {messages.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </tbody>
    </table>
  );
}

function Message({ message }: { readonly message: QueuedMessage }) {
  const { id, sentAt, type, handlers, visibleAt, state, reason, attempts, isDeadLetter, resourceId } = message;
  const { run, error, isRunning } = useCall();
  return (
    <tr>
      <td>
        <Time iso={sentAt} />
      </td>
      <td>
        <strong>{type}</strong>
        {attempts !== null && attempts > 0 && ` after ${attempts === 1 ? '1 attempt' : `${attempts} attempts`}`}
      </td>
      <td>{handlers?.join(', ') ?? 'all'}</td>
      <td>{isDeadLetter ? 'never' : state === 'in_flight' ? 'running' : <Until iso={visibleAt} />}</td>
      <td>{reason ?? ''}</td>
      <td>
        <div class="row-buttons">
          {isDeadLetter && (
            <button
              type="button"
              disabled={isRunning}
              onClick={() => run(() => callApi('POST', `/sandbox/dead-letters/${id}/redrive`))}
            >
              Redrive
            </button>
          )}
          {resourceId !== null && (
            <button type="button" class="quiet" onClick={() => openPage('/deliveries', { text: resourceId })}>
              Deliveries
            </button>
          )}
        </div>
        <ErrorMessage text={error} />
      </td>
    </tr>
  );
}
