ALTER TABLE "ledger_fact" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "ledger_fact" CASCADE;--> statement-breakpoint
DROP INDEX "change_chunk_state";--> statement-breakpoint
ALTER TABLE "change_chunk" DROP COLUMN "lease_until";