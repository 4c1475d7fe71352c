import { useState } from 'preact/hooks';
import type { SandboxTarget } from '../../../sandbox-api.ts';

interface TargetFieldProps {
  readonly targets: readonly SandboxTarget[];
  /** `undefined` for the endpoint that belongs to the event or the action. */
  readonly url: string | undefined;
  readonly onChange: (url: string | undefined) => void;
}

const OWN = '';
const OTHER = 'other';

/** Where a delivery goes: one of the known URLs, or an address that the user enters. */
export function TargetField({ targets, url, onChange }: TargetFieldProps) {
  const [isOther, setIsOther] = useState(url !== undefined && targets.every((target) => target.url !== url));
  const choose = (choice: string) => {
    setIsOther(choice === OTHER);
    if (choice !== OTHER) onChange(choice === OWN ? undefined : choice);
    else onChange('http://127.0.0.1:3000/');
  };
  return (
    <>
      <label>
        Target
        <select value={isOther ? OTHER : (url ?? OWN)} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          <option value={OWN}>the right one</option>
          {targets.map((target) => (
            <option key={target.url} value={target.url}>
              {target.name}: {target.url}
            </option>
          ))}
          <option value={OTHER}>another address</option>
        </select>
      </label>
      {isOther && (
        <label>
          Address on this machine
          <input
            type="url"
            required
            autocomplete="off"
            spellcheck={false}
            value={url ?? ''}
            onInput={({ currentTarget }) => onChange(currentTarget.value)}
          />
        </label>
      )}
    </>
  );
}
