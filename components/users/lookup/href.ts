import type { Route } from 'next';

/** Where a lookup is shown; whoever may look users up can open it. */
export const lookupHref = (id: string): Route => `/users?lookup=${encodeURIComponent(id)}` as Route;
