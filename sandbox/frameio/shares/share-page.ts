import { assetOf } from '../state/asset-of.ts';
import { findAsset } from '../state/find-asset.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import { sharedIds } from '../state/shares/shares.ts';
import type { StoredShare } from '../state/stored-resources.ts';

const LABELS = { email: 'Email of a reviewer', passphrase: 'Passphrase' } as const;

/** Returns the HTML page that lists the assets of a share. */
export function sharePage(state: FrameioState, stored: StoredShare): string {
  const names = sharedIds(state, stored).flatMap((id) => {
    const asset = findAsset(state, id);
    return asset ? [assetOf(asset).name] : [];
  });
  const items = names.map((name) => `<li>${escapeHtml(name)}</li>`).join('');
  return page(stored.share.name ?? 'Share', `<ul>${items}</ul>`);
}

/** Returns the HTML page that asks for an email or a passphrase. It keeps what the viewer has already entered. */
export function questionPage(
  asked: keyof typeof LABELS,
  answers: Readonly<Record<keyof typeof LABELS, string>>,
): string {
  const kept = Object.entries(answers)
    .filter(([name, value]) => name !== asked && value !== '')
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`);
  const field = `<label>${LABELS[asked]} <input name="${asked}" required></label> <button>View</button>`;
  return page('This share is protected', `<form>${kept.join('')}${field}</form>`);
}

function page(title: string, content: string): string {
  const escaped = escapeHtml(title);
  return `<!doctype html><html lang="en"><title>${escaped}</title><h1>${escaped}</h1>${content}</html>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
