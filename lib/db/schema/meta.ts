import { pgTable, text } from 'drizzle-orm/pg-core';

/** Facts about this installation itself, by name. */
export const meta = pgTable('meta', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});
