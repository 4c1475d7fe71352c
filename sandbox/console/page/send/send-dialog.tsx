import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { openPage } from '../address.ts';
import { callApi } from '../api.ts';
import { Dialog } from '../components/dialog.tsx';
import { ErrorMessage } from '../components/error-message.tsx';
import { useCall } from '../components/use-call.ts';
import { useStudio } from '../studio/use-studio.ts';
import { type AppDescription, useApp } from '../use-app.ts';
import { BODY_FIELDS } from './body-fields.ts';
import { TargetField } from './target-field.tsx';

/** What the dialog shows first. */
export interface Draft {
  readonly type?: string;
  readonly body?: string;
  readonly fileId?: string;
  /** Where the edited delivery went. */
  readonly url?: string;
  readonly isChosenUrl?: boolean;
  /** Id of the delivery that the user edits. */
  readonly replayOf?: string;
}

const draft = signal<Draft | undefined>(undefined);

/** Opens the dialog that sends an event or runs an action. */
export function openSendDialog(first: Draft = {}): void {
  draft.value = first;
}

/** The dialog, while it is open. */
export function SendDialog() {
  const app = useApp();
  if (!draft.value || !app) return null;
  const close = () => {
    draft.value = undefined;
  };
  const title = draft.value.replayOf === undefined ? 'Send an event' : `Send an edited copy of ${draft.value.replayOf}`;
  return (
    <Dialog title={title} onClose={close}>
      <SendForm first={draft.value} app={app} onSent={close} />
    </Dialog>
  );
}

interface SendFormProps {
  readonly first: Draft;
  readonly app: AppDescription;
  readonly onSent: () => void;
}

function SendForm({ first, app, onSent }: SendFormProps) {
  const studio = useStudio();
  const { run, error, isRunning } = useCall();
  const [type, setType] = useState(first.type ?? 'file.ready');
  const [fileId, setFileId] = useState(first.fileId ?? '');
  const [forge, setForge] = useState('');
  const [secret, setSecret] = useState('');
  const [age, setAge] = useState('');
  const [url, setUrl] = useState(targetOf(first, app));
  const [body, setBody] = useState(first.body);

  const [sampleError, setSampleError] = useState<string>();

  // A body that the user has not edited follows the event and the file.
  const [isEdited, setIsEdited] = useState(first.body !== undefined);
  useEffect(() => {
    if (isEdited) return;
    let isCurrent = true;
    const query = new URLSearchParams({ type, ...(fileId !== '' && { file: fileId }) });
    callApi<{ readonly body: unknown }>('GET', `/sandbox/body?${query}`).then(
      (sample) => {
        if (!isCurrent) return;
        setBody(JSON.stringify(sample.body, undefined, 2));
        setSampleError(undefined);
      },
      (failure: Error) => {
        if (isCurrent) setSampleError(failure.message);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [type, fileId, isEdited]);

  /** Another event or file needs another body, which replaces the edited one. */
  const startAgain = (change: () => void) => {
    change();
    setIsEdited(false);
  };

  const send = () =>
    run(async () => {
      const request = {
        type,
        body: parseBody(body),
        ...(forge !== '' && { forge }),
        ...(secret !== '' && { secret }),
        ...(age !== '' && { age_seconds: Number(age) }),
        ...(url !== undefined && { url }),
        ...(first.replayOf !== undefined && { replayOf: first.replayOf }),
      };
      const { deliveries } = await callApi<{ readonly deliveries: readonly { readonly id: string }[] }>(
        'POST',
        '/sandbox/deliveries',
        request,
      );
      onSent();
      openPage('/deliveries', { id: deliveries[0]?.id ?? '' });
    });

  return (
    <form
      class="send"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label>
        Event or action
        <select value={type} onChange={({ currentTarget }) => startAgain(() => setType(currentTarget.value))}>
          <TypeChoices app={app} />
        </select>
      </label>
      <label>
        File
        <select value={fileId} onChange={({ currentTarget }) => startAgain(() => setFileId(currentTarget.value))}>
          <option value="">the oldest file</option>
          {studio?.files.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Signature
        <select value={forge} onChange={({ currentTarget }) => setForge(currentTarget.value)}>
          <option value="">genuine</option>
          {app.forgeries.map(({ name, summary }) => (
            <option key={name} value={name}>
              forged: {summary}
            </option>
          ))}
        </select>
      </label>
      <label>
        Timestamp
        <select value={age} onChange={({ currentTarget }) => setAge(currentTarget.value)}>
          <option value="">now</option>
          <option value="360">6 minutes old</option>
          <option value="-360">6 minutes in the future</option>
        </select>
      </label>
      <label>
        Secret
        <input
          type="text"
          autocomplete="off"
          placeholder="the right one"
          value={secret}
          onInput={({ currentTarget }) => setSecret(currentTarget.value)}
        />
      </label>
      <TargetField targets={app.targets} url={url} onChange={setUrl} />
      <label class="wide">
        Body
        <textarea
          rows={14}
          spellcheck={false}
          value={body ?? ''}
          onInput={({ currentTarget }) => {
            setBody(currentTarget.value);
            setIsEdited(true);
          }}
        />
      </label>
      <details class="wide">
        <summary>What the fields mean</summary>
        <dl>
          {BODY_FIELDS.map(({ name, meaning }) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
      <ErrorMessage text={error ?? (isEdited ? undefined : sampleError)} />
      <footer class="wide">
        <button type="submit" disabled={isRunning || body === undefined}>
          Send
        </button>
      </footer>
    </form>
  );
}

/** Returns the target that a user chose, or the webhook of another program. */
function targetOf({ type = '', url, isChosenUrl }: Draft, { events, targets: [, ...others] }: AppDescription) {
  const isOthers = events.includes(type) && others.some((target) => target.url === url);
  return isChosenUrl || isOthers ? url : undefined;
}

/** @throws Error that says how to fix the body. */
function parseBody(text = ''): unknown {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  } catch {
    // The error below says more than the parser's.
  }
  throw new Error('The body must be a JSON object. Correct it, or choose another event to start from a sample.');
}

function TypeChoices({ app }: { readonly app: AppDescription }) {
  const groups = Map.groupBy(app.events, (name) => name.split('.')[0] ?? '');
  return (
    <>
      {app.actions.length > 0 && (
        <optgroup label="actions of the app">
          {app.actions.map(({ key, name }) => (
            <option key={key} value={key}>
              {name} ({key})
            </option>
          ))}
        </optgroup>
      )}
      {[...groups].map(([resource, names]) => (
        <optgroup key={resource} label={resource}>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
              {app.handledEvents.includes(name) ? ' (handled)' : ''}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  );
}
