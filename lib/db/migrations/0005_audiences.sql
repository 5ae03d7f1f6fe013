CREATE TABLE "audience" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"name" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"labels" jsonb NOT NULL,
	"owner_id" text NOT NULL,
	"tree" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"cloned_from" text,
	"schedule" text DEFAULT 'off' NOT NULL,
	"alerts" jsonb NOT NULL,
	"next_snapshot_at" timestamp with time zone,
	"snapshot_lease_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"deleted_by" text
);
--> statement-breakpoint
CREATE TABLE "audience_alert" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"audience_id" text NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"value" bigint NOT NULL,
	"against" bigint,
	"seen_at" timestamp with time zone,
	"seen_by" text
);
--> statement-breakpoint
CREATE TABLE "audience_snapshot" (
	"id" text PRIMARY KEY NOT NULL,
	"audience_id" text NOT NULL,
	"version" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"value" bigint,
	"low" bigint,
	"high" bigint,
	"state" text NOT NULL,
	"calls" integer NOT NULL,
	"failure" text
);
--> statement-breakpoint
CREATE TABLE "audience_version" (
	"audience_id" text NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"note" text NOT NULL,
	"tree" jsonb NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "audience_version_audience_id_version_pk" PRIMARY KEY("audience_id","version")
);
--> statement-breakpoint
CREATE TABLE "count_dialect" (
	"app_id" text PRIMARY KEY NOT NULL,
	"dialect" jsonb NOT NULL,
	"probes" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" text
);
--> statement-breakpoint
CREATE TABLE "flat_count" (
	"app_id" text NOT NULL,
	"key" text NOT NULL,
	"flat" jsonb NOT NULL,
	"value" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "flat_count_app_id_key_pk" PRIMARY KEY("app_id","key")
);
--> statement-breakpoint
ALTER TABLE "audience" ADD CONSTRAINT "audience_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience" ADD CONSTRAINT "audience_owner_id_account_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience" ADD CONSTRAINT "audience_deleted_by_account_id_fk" FOREIGN KEY ("deleted_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_alert" ADD CONSTRAINT "audience_alert_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_alert" ADD CONSTRAINT "audience_alert_audience_id_audience_id_fk" FOREIGN KEY ("audience_id") REFERENCES "public"."audience"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_alert" ADD CONSTRAINT "audience_alert_seen_by_account_id_fk" FOREIGN KEY ("seen_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_snapshot" ADD CONSTRAINT "audience_snapshot_audience_id_audience_id_fk" FOREIGN KEY ("audience_id") REFERENCES "public"."audience"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_version" ADD CONSTRAINT "audience_version_audience_id_audience_id_fk" FOREIGN KEY ("audience_id") REFERENCES "public"."audience"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_version" ADD CONSTRAINT "audience_version_saved_by_account_id_fk" FOREIGN KEY ("saved_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "count_dialect" ADD CONSTRAINT "count_dialect_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "count_dialect" ADD CONSTRAINT "count_dialect_by_account_id_fk" FOREIGN KEY ("by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flat_count" ADD CONSTRAINT "flat_count_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audience_list" ON "audience" USING btree ("app_id","updated_at");--> statement-breakpoint
CREATE INDEX "audience_due" ON "audience" USING btree ("next_snapshot_at") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "audience_alert_open" ON "audience_alert" USING btree ("app_id","seen_at","at");--> statement-breakpoint
CREATE INDEX "audience_snapshot_line" ON "audience_snapshot" USING btree ("audience_id","at");--> statement-breakpoint
CREATE INDEX "flat_count_age" ON "flat_count" USING btree ("at");