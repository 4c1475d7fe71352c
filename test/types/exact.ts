import type { ApiPromise } from '../../lib/client/transport/api-promise.ts';
import type { PagePromise } from '../../lib/client/transport/page.ts';

/** Types that `Plain` does not look into. */
type Leaf = string | number | boolean | null | undefined | AbortSignal;

/** The structure of a type, without aliases, interfaces, intersections and `readonly` at any depth. */
type Plain<T> = unknown extends T ? T : T extends Leaf ? T : { -readonly [Key in keyof T]: Plain<T[Key]> };

/** `true` if both types have identical structure, optional properties included. Mutual assignability is not enough. */
export type Same<A, B> =
  (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? true : false;

type Method = (...args: never[]) => unknown;

/** The body of a response, or the item of a list. */
type Content<Answer> =
  Answer extends PagePromise<infer Item>
    ? { readonly list: Item }
    : Answer extends ApiPromise<infer Body>
      ? { readonly body: Body }
      : never;

/** `true` if two methods have the same parameters, else both lists for the compiler's message. */
export type SameRequest<Client extends Method, Documented extends Method> =
  Same<Parameters<Client>, Parameters<Documented>> extends true
    ? true
    : { readonly client: Plain<Parameters<Client>>; readonly documented: Plain<Parameters<Documented>> };

/** `true` if two methods resolve to the same type, else both types for the compiler's message. */
export type SameResponse<Client extends Method, Documented extends Method> =
  Same<Content<ReturnType<Client>>, Content<ReturnType<Documented>>> extends true
    ? true
    : {
        readonly client: Plain<Content<ReturnType<Client>>>;
        readonly documented: Plain<Content<ReturnType<Documented>>>;
      };

/** The type that a call resolves to. For a list, the type of one item. */
export type Resolved<Client extends Method> =
  Content<ReturnType<Client>> extends { readonly list: infer Item }
    ? Item
    : Content<ReturnType<Client>> extends { readonly body: infer Body }
      ? Body
      : never;
