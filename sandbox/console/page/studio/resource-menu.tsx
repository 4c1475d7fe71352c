import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { SandboxAction } from '../../../sandbox-api.ts';
import { openPage } from '../address.ts';

/** A resource that custom actions run on. */
export interface MenuResource {
  readonly id: string;
  readonly type: 'file' | 'folder' | 'version_stack';
  readonly name: string;
}

/** An entry of a menu. */
export interface MenuItem {
  readonly label: string;
  /** @default none */
  readonly title?: string;
  readonly run: () => void;
}

interface ResourceMenuProps {
  readonly resource: MenuResource;
  /** The actions of the app. The menu has those that run on such a resource. */
  readonly actions: readonly SandboxAction[];
  readonly onRun: (action: SandboxAction, resource: MenuResource) => void;
  /** @default none */
  readonly items?: readonly MenuItem[];
  /** Text of the button. */
  readonly label: string;
  /** What the menu belongs to. A right-click on it, or the context-menu key in it, opens the menu. */
  readonly children: ComponentChildren;
  /** Elements below the button. */
  readonly after?: ComponentChildren;
  readonly class: string;
}

/** A resource in a list, with the menu of its custom actions. */
export function ResourceMenu({ resource, actions, onRun, items = [], label, ...props }: ResourceMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (menu.current) menu.current.open = false;
  };
  const all: readonly MenuItem[] = [
    ...actions
      .filter(({ resourceTypes }) => resourceTypes.includes(resource.type))
      .map((action) => ({ label: action.name, title: action.description, run: () => onRun(action, resource) })),
    ...items,
    { label: 'Show deliveries', run: () => openPage('/deliveries', { text: resource.id }) },
  ];
  return (
    <li
      class={props.class}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation(); // a folder is inside another folder
        if (!menu.current) return;
        menu.current.open = true;
        menu.current.querySelector('button')?.focus();
      }}
    >
      {props.children}
      <details
        class="menu"
        name="resource-menu"
        ref={menu}
        onKeyDown={({ key }) => {
          if (key !== 'Escape') return;
          close();
          menu.current?.querySelector('summary')?.focus();
        }}
        onFocusOut={({ relatedTarget }) => {
          if (relatedTarget instanceof Node && !menu.current?.contains(relatedTarget)) close();
        }}
      >
        <summary aria-label={`Actions of ${resource.name}`}>{label}</summary>
        <ul>
          {all.map((item, index) => (
            <li key={index}>
              <button
                type="button"
                title={item.title}
                onClick={() => {
                  close();
                  item.run();
                }}
              >
                {item.label}
              </button>
            </li>
          ))}
        </ul>
      </details>
      {props.after}
    </li>
  );
}
