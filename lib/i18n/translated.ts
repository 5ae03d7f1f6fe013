/** The shape a translation must have: exactly the source catalogue's keys, any text. */
export type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> };
