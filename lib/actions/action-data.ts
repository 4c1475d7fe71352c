import type { FormData } from './form-data.ts';
import type { FormSource } from './form-source.ts';

/** The data of an action without a form. */
type NoData = Readonly<Record<never, never>>;

/**
 * The data that the handler of an action receives. `Source` is the type of its form. The compiler infers all of
 * `FormSource` if the registration has no form: then the data is empty.
 */
export type ActionData<Source, Context> = FormSource<Context> extends Source ? NoData : FormData<Source>;
