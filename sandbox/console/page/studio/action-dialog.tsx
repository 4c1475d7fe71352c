import { useEffect, useState } from 'preact/hooks';
import type { ActionReply, SandboxAction } from '../../../sandbox-api.ts';
import { callApi } from '../api.ts';
import { Dialog } from '../components/dialog.tsx';
import { ErrorMessage } from '../components/error-message.tsx';
import { useCall } from '../components/use-call.ts';
import { FormFields, valuesOf } from './form-fields.tsx';
import type { MenuResource } from './resource-menu.tsx';

/** An action that the user runs on a file, a folder or a version stack. */
export interface ActionRun {
  readonly action: SandboxAction;
  readonly resource: MenuResource;
}

/** A reply of the app, and the interaction that it belongs to. */
interface Step {
  readonly interactionId: string;
  readonly reply: ActionReply;
}

/** Runs an action as Frame.io does: shows its message, or its forms one after the other. */
export function ActionDialog({
  run: {
    action,
    resource: { id, type, name },
  },
  onClose,
}: {
  readonly run: ActionRun;
  readonly onClose: () => void;
}) {
  const [step, setStep] = useState<Step>();
  const { run, error, isRunning } = useCall();
  useEffect(() => {
    const resource = { id, type };
    void run(async () =>
      setStep(await callApi<Step>('POST', `/sandbox/actions/${encodeURIComponent(action.key)}/click`, { resource })),
    );
  }, []);
  const submit = (form: HTMLFormElement) => {
    if (step?.reply.kind !== 'form') return;
    const data = valuesOf(form, step.reply.fields);
    void run(async () =>
      setStep(await callApi<Step>('POST', `/sandbox/interactions/${step.interactionId}/submit`, { data })),
    );
  };
  return (
    <Dialog title={`${action.name}: ${name}`} onClose={onClose}>
      {isRunning && <p role="status">Waiting for the app…</p>}
      <ErrorMessage text={error} />
      {step && !isRunning && <Reply key={JSON.stringify(step)} reply={step.reply} onSubmit={submit} />}
    </Dialog>
  );
}

function Reply({
  reply,
  onSubmit,
}: {
  readonly reply: ActionReply;
  readonly onSubmit: (form: HTMLFormElement) => void;
}) {
  if (reply.kind === 'none') return <p>The app ended the action without a message.</p>;
  if (reply.kind === 'error') return <ErrorMessage text={reply.reason} />;
  const text = (
    <>
      <h3>{reply.title}</h3>
      <p>{reply.description}</p>
    </>
  );
  if (reply.kind === 'message') return <div role="status">{text}</div>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(event.currentTarget);
      }}
    >
      {text}
      <FormFields fields={reply.fields} />
      <footer>
        <button type="submit">Submit</button>
      </footer>
    </form>
  );
}
