CREATE TABLE "blacklist_entry" (
	"app_id" text NOT NULL,
	"cid" text NOT NULL,
	"state" text NOT NULL,
	"source" text NOT NULL,
	"reason" text NOT NULL,
	"ticket" text DEFAULT '' NOT NULL,
	"added_by" text,
	"added_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"expires_by" text,
	"expiry_job_id" text,
	"expiry_tries" integer DEFAULT 0 NOT NULL,
	"expiry_lease_at" timestamp with time zone,
	"job_id" text,
	"released_by" text,
	"released_at" timestamp with time zone,
	"release_job_id" text,
	CONSTRAINT "blacklist_entry_app_id_cid_pk" PRIMARY KEY("app_id","cid")
);
--> statement-breakpoint
CREATE TABLE "lookup" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"name" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone NOT NULL,
	"total" integer NOT NULL,
	"ids" text NOT NULL,
	"counts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tag_canary" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"tag" text NOT NULL,
	"cid" text NOT NULL,
	"holds" boolean NOT NULL,
	"job_id" text,
	"written_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"given_up" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tag_entry" (
	"app_id" text NOT NULL,
	"tag" text NOT NULL,
	"owner" text DEFAULT '' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone NOT NULL,
	"upstream_count" integer,
	"counted_at" timestamp with time zone,
	CONSTRAINT "tag_entry_app_id_tag_pk" PRIMARY KEY("app_id","tag")
);
--> statement-breakpoint
ALTER TABLE "blacklist_entry" ADD CONSTRAINT "blacklist_entry_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blacklist_entry" ADD CONSTRAINT "blacklist_entry_added_by_account_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blacklist_entry" ADD CONSTRAINT "blacklist_entry_expires_by_account_id_fk" FOREIGN KEY ("expires_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blacklist_entry" ADD CONSTRAINT "blacklist_entry_released_by_account_id_fk" FOREIGN KEY ("released_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lookup" ADD CONSTRAINT "lookup_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lookup" ADD CONSTRAINT "lookup_created_by_account_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tag_canary" ADD CONSTRAINT "tag_canary_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tag_entry" ADD CONSTRAINT "tag_entry_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "blacklist_entry_list" ON "blacklist_entry" USING btree ("app_id","added_at");--> statement-breakpoint
CREATE INDEX "blacklist_entry_expires" ON "blacklist_entry" USING btree ("expires_at") WHERE state <> 'released';--> statement-breakpoint
CREATE INDEX "lookup_list" ON "lookup" USING btree ("app_id","used_at");--> statement-breakpoint
CREATE INDEX "tag_canary_app" ON "tag_canary" USING btree ("app_id","written_at");--> statement-breakpoint
CREATE INDEX "tag_canary_next" ON "tag_canary" USING btree ("next_at");--> statement-breakpoint
-- A list of ids does not get smaller by being compressed, only slower.
ALTER TABLE "lookup" ALTER COLUMN "ids" SET STORAGE EXTERNAL;