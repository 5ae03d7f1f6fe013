CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text,
	"session_version" integer DEFAULT 1 NOT NULL,
	"disabled_at" timestamp with time zone,
	"last_sign_in_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "one_time_link" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"account_id" text,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"secret_hash" text NOT NULL,
	"account_id" text NOT NULL,
	"session_version" integer NOT NULL,
	"network" text NOT NULL,
	"user_agent" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempt" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sign_in_attempt_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_key" text NOT NULL,
	"network" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"succeeded" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_app" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"environment" text NOT NULL,
	"app_id" text NOT NULL,
	"app_key" text NOT NULL,
	"master_secret_sealed" text NOT NULL,
	"base_url" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_app_token" (
	"app_id" text PRIMARY KEY NOT NULL,
	"token_sealed" text,
	"expires_at" timestamp with time zone,
	"version" integer DEFAULT 0 NOT NULL,
	"lease_owner" text,
	"lease_until" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"failure" text
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" text,
	"actor_name" text NOT NULL,
	"app_id" text,
	"action" text NOT NULL,
	"target" text,
	"job_id" text,
	"detail" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "change_chunk" (
	"job_id" text NOT NULL,
	"seq" integer NOT NULL,
	"state" text NOT NULL,
	"row_count" integer NOT NULL,
	"rows" text NOT NULL,
	"before" text,
	"outcomes" text,
	"read_back" text,
	"lease_until" timestamp with time zone,
	"fence" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"request_id" text,
	"sent_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"http_status" integer,
	"upstream_code" integer,
	"upstream_message" text,
	"failure" text,
	"failure_known" boolean,
	CONSTRAINT "change_chunk_job_id_seq_pk" PRIMARY KEY("job_id","seq")
);
--> statement-breakpoint
CREATE TABLE "change_job" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"params" jsonb NOT NULL,
	"rows_salt" text NOT NULL,
	"rows_hash" text NOT NULL,
	"total" integer NOT NULL,
	"confirmed" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"unknown" integer DEFAULT 0 NOT NULL,
	"verified" integer DEFAULT 0 NOT NULL,
	"differing" integer DEFAULT 0 NOT NULL,
	"confirm_word" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ordered_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "ledger_fact" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_fact_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"app_id" text NOT NULL,
	"subject" text NOT NULL,
	"relation" text NOT NULL,
	"value" text NOT NULL,
	"state" text NOT NULL,
	"source" text NOT NULL,
	"actor_id" text,
	"job_id" text,
	"at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meta" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_chunk" ADD CONSTRAINT "change_chunk_job_id_change_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."change_job"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_job" ADD CONSTRAINT "change_job_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_job" ADD CONSTRAINT "change_job_created_by_account_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_fact" ADD CONSTRAINT "ledger_fact_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_email" ON "account" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "session_secret" ON "session" USING btree ("secret_hash");--> statement-breakpoint
CREATE INDEX "session_account" ON "session" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sign_in_attempt_pair" ON "sign_in_attempt" USING btree ("account_key","network","at") WHERE not succeeded;--> statement-breakpoint
CREATE INDEX "sign_in_attempt_network" ON "sign_in_attempt" USING btree ("network","at") WHERE not succeeded;--> statement-breakpoint
CREATE UNIQUE INDEX "push_app_app_id" ON "push_app" USING btree ("app_id");--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit_entry" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit_entry" USING btree ("actor_id","at");--> statement-breakpoint
CREATE INDEX "audit_job" ON "audit_entry" USING btree ("job_id");--> statement-breakpoint
CREATE INDEX "change_chunk_state" ON "change_chunk" USING btree ("state","lease_until");--> statement-breakpoint
CREATE INDEX "change_job_list" ON "change_job" USING btree ("app_id","ordered_at");--> statement-breakpoint
CREATE INDEX "change_job_state" ON "change_job" USING btree ("state");--> statement-breakpoint
CREATE INDEX "ledger_subject" ON "ledger_fact" USING btree ("app_id","relation","subject","id");--> statement-breakpoint
CREATE INDEX "ledger_value" ON "ledger_fact" USING btree ("app_id","relation","value","id");