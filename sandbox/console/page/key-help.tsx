import { Dialog } from './components/dialog.tsx';
import { isKeyHelpOpen, KEYS } from './keys.ts';

/** The list of keys, while it is open. */
export function KeyHelp() {
  if (!isKeyHelpOpen.value) return null;
  return (
    <Dialog
      title="Keys"
      onClose={() => {
        isKeyHelpOpen.value = false;
      }}
    >
      <dl class="keys">
        {KEYS.map(({ key, effect }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{effect}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
