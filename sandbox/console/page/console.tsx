import { useEffect } from 'preact/hooks';
import { describeFault } from '../../faults/describe-fault.ts';
import { isPagePath, PAGES, type PagePath } from '../pages.ts';
import { openPage, page } from './address.ts';
import { ClockControls } from './clock-controls.tsx';
import { CodeStatus } from './code-status.tsx';
import { DeliveriesPage } from './deliveries/deliveries-page.tsx';
import { FailuresPage } from './failures/failures-page.tsx';
import { KeyHelp } from './key-help.tsx';
import { handleKey } from './keys.ts';
import { connection, faults } from './live.ts';
import { QueuePage } from './queue/queue-page.tsx';
import { SendDialog } from './send/send-dialog.tsx';
import { StudioPage } from './studio/studio-page.tsx';
import { ThemeButton } from './theme-button.tsx';

const COMPONENTS = {
  '/deliveries': DeliveriesPage,
  '/studio': StudioPage,
  '/queue': QueuePage,
  '/failures': FailuresPage,
} as const satisfies Record<PagePath, unknown>;

const CONNECTION_TEXTS = { connecting: '… connecting', live: '● live', lost: '○ not connected' } as const;

/** The whole page. */
export function Console() {
  useEffect(() => {
    addEventListener('keydown', handleKey);
    return () => removeEventListener('keydown', handleKey);
  }, []);
  const Page = COMPONENTS[page.value];
  return (
    <>
      <header class="top">
        <h1>frameio-lambda</h1>
        <nav aria-label="Pages">
          {Object.entries(PAGES).map(([path, title]) => (
            <PageLink key={path} path={path} title={title} />
          ))}
        </nav>
        <span class="spacer" />
        <ClockControls />
        <CodeStatus />
        <output class={`connection ${connection.value}`} aria-live="polite">
          {CONNECTION_TEXTS[connection.value]}
        </output>
        <ThemeButton />
      </header>
      {faults.value.length > 0 && (
        <p class="fault-bar" role="status">
          ⚠ {faults.value.length === 1 ? 'A failure is' : `${faults.value.length} failures are`} active:{' '}
          {faults.value.map(describeFault).join(', ')}
        </p>
      )}
      <main>
        <Page />
      </main>
      <SendDialog />
      <KeyHelp />
    </>
  );
}

function PageLink({ path, title }: { readonly path: string; readonly title: string }) {
  return (
    <a
      href={path}
      aria-current={page.value === path ? 'page' : undefined}
      onClick={(event) => {
        if (!isPagePath(path) || event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        openPage(path);
      }}
    >
      {title}
    </a>
  );
}
