import { signal } from '@preact/signals';
import { openPage, page } from './address.ts';
import { moveSelection } from './deliveries/shown-deliveries.ts';
import { openSendDialog } from './send/send-dialog.tsx';

/** Whether the list of keys is open. */
export const isKeyHelpOpen = signal(false);

/** What each key does. */
export const KEYS: readonly { readonly key: string; readonly effect: string; readonly run: () => void }[] = [
  { key: 'j', effect: 'select the next delivery', run: () => moveSelection(1) },
  { key: 'k', effect: 'select the previous delivery', run: () => moveSelection(-1) },
  { key: 'Enter', effect: 'go to the selected delivery', run: () => focus('.detail button') },
  { key: 'r', effect: 'resend the selected delivery', run: () => click('.detail .toolbar button') },
  { key: 'e', effect: 'edit and resend the selected delivery', run: () => click('.detail .toolbar button + button') },
  { key: 's', effect: 'send an event', run: () => openSendDialog() },
  { key: '/', effect: 'filter by file or id', run: filterByText },
  { key: 'g d', effect: 'open Deliveries', run: () => openPage('/deliveries') },
  { key: 'g s', effect: 'open Studio', run: () => openPage('/studio') },
  { key: 'g q', effect: 'open Queue', run: () => openPage('/queue') },
  { key: 'g f', effect: 'open Failures', run: () => openPage('/failures') },
  {
    key: '?',
    effect: 'show these keys',
    run: () => {
      isKeyHelpOpen.value = true;
    },
  },
];

/** Set after `g`, until the next key. */
let prefix = '';

/** Runs the command of a key, unless the user enters a text or a dialog is open. */
export function handleKey(event: KeyboardEvent): void {
  if (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    (event.repeat && !['j', 'k'].includes(event.key)) ||
    isEntering(event.target)
  )
    return;
  const key = `${prefix}${event.key}`;
  prefix = event.key === 'g' && prefix === '' ? 'g ' : '';
  const command = KEYS.find((known) => known.key === key);
  if (!command || (key === 'Enter' && event.target !== document.body)) return;
  event.preventDefault();
  command.run();
}

function isEntering(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, dialog[open]') !== null;
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

function click(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click();
}

function filterByText(): void {
  if (page.value !== '/deliveries') openPage('/deliveries');
  setTimeout(() => focus('#filter-text'));
}
