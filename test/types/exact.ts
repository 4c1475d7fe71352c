import type { ApiPromise } from '../../lib/client/api-promise.ts';
import type { Listing } from '../../lib/client/page.ts';

/** Ends where there is nothing of ours inside. */
type Leaf = string | number | boolean | null | undefined | AbortSignal;

/** A type by what is in it alone: aliases, interfaces, intersections and `readonly` are gone, all the way down. */
type Plain<T> = unknown extends T ? T : T extends Leaf ? T : { -readonly [Key in keyof T]: Plain<T[Key]> };

/** True when both types have the very same parts, optional ones included; not just when one fits the other. */
type Same<A, B> = (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? true : false;

type Method = (...args: never[]) => unknown;

/** What is in an answer, and whether it comes in pages. */
type Content<Answer> =
  Answer extends Listing<infer Item>
    ? { readonly list: Item }
    : Answer extends ApiPromise<infer Body>
      ? { readonly body: Body }
      : never;

/** `true` when a method takes exactly what another does, else both for the compiler's message. */
export type SameRequest<Client extends Method, Documented extends Method> =
  Same<Parameters<Client>, Parameters<Documented>> extends true
    ? true
    : { readonly client: Plain<Parameters<Client>>; readonly documented: Plain<Parameters<Documented>> };

/** `true` when a method resolves to exactly what another does, else both for the compiler's message. */
export type SameAnswer<Client extends Method, Documented extends Method> =
  Same<Content<ReturnType<Client>>, Content<ReturnType<Documented>>> extends true
    ? true
    : {
        readonly client: Plain<Content<ReturnType<Client>>>;
        readonly documented: Plain<Content<ReturnType<Documented>>>;
      };

/** What a call resolves to; of a list, one item. */
export type Resolved<Client extends Method> =
  Content<ReturnType<Client>> extends { readonly list: infer Item }
    ? Item
    : Content<ReturnType<Client>> extends { readonly body: infer Body }
      ? Body
      : never;
