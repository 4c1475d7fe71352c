import { formatDuration, Time } from './components/time.tsx';
import { codeChange } from './live.ts';

/** Which version of the user's code is live, and the last build error. */
export function CodeStatus() {
  const change = codeChange.value;
  if (!change) return null;
  if (change.kind === 'code_reloaded') {
    return (
      <output>
        code live since <Time iso={change.time} />, after {formatDuration(change.durationMs)}
      </output>
    );
  }
  return (
    <details class="build-error">
      <summary>✕ build failed</summary>
      <pre>{change.messages.join('\n')}</pre>
    </details>
  );
}
