import { computed, signal } from '@preact/signals';
import { isPagePath, type PagePath } from '../pages.ts';

const address = signal(new URL(location.href));
addEventListener('popstate', () => {
  address.value = new URL(location.href);
});

/** The page that the address names. */
export const page = computed<PagePath>(() => {
  const { pathname } = address.value;
  return isPagePath(pathname) ? pathname : '/deliveries';
});

/** Returns a parameter of the address; an empty text if the address does not have it. */
export function parameter(name: string): string {
  return address.value.searchParams.get(name) ?? '';
}

/** Opens a page. */
export function openPage(path: PagePath, parameters: Readonly<Record<string, string>> = {}): void {
  const url = new URL(path, location.href);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  history.pushState(null, '', url);
  address.value = url;
}

/** Changes parameters of the address, which the page stays on. An empty text removes a parameter. */
export function setParameters(parameters: Readonly<Record<string, string>>): void {
  const url = new URL(address.value);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  history.replaceState(null, '', url);
  address.value = url;
}
