import type { IdempotencyRecordList } from '../../../sandbox-api.ts';
import { Time, Until } from '../components/time.tsx';
import { useApi } from '../use-api.ts';
import { isAbout } from './use-delivery.ts';

/** What the idempotency store knows about the handlers of a delivery: it decides whether they run again. */
export function IdempotencyRecords({ id }: { readonly id: string }) {
  const { answer } = useApi<IdempotencyRecordList>(`/sandbox/deliveries/${id}/records`, (event) => isAbout(event, id));
  if (!answer) return null;
  const { records } = answer;
  return (
    <details>
      <summary>Idempotency records ({records.length})</summary>
      {records.length === 0 && <p class="empty">No handler has a record. It gets one when it starts.</p>}
      {records.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Handler</th>
              <th scope="col">Timestamp</th>
              <th scope="col">Status</th>
              <th scope="col">Failures</th>
              <th scope="col">Can start</th>
              <th scope="col">Expires</th>
            </tr>
          </thead>
          <tbody>
            {records.map(({ handler, timestamp, status, failures, lockedUntil, expiresAt }) => (
              <tr key={`${handler} ${timestamp}`}>
                <td>{handler}</td>
                <td>
                  <code>{timestamp}</code>
                </td>
                <td>{status === 'completed' ? 'completed' : 'in progress'}</td>
                <td>{failures}</td>
                <td>{lockedUntil === null ? 'never again' : <Until iso={lockedUntil} />}</td>
                <td>{expiresAt === null ? 'never' : <Time iso={expiresAt} shows="date" />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
