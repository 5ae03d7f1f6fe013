// The one place that gathers the tables: drizzle's typed queries and the migration generator read it.
export * from './accounts';
export * from './apps';
export * from './audiences';
export * from './audit';
export * from './budgets';
export * from './changes';
export * from './crowds';
export * from './desks';
export * from './ledger';
export * from './meta';
