CREATE TABLE "crowd_draft" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"revision" integer NOT NULL,
	"content" jsonb NOT NULL,
	"cloned_from" text,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "crowd_event" (
	"id" text PRIMARY KEY NOT NULL,
	"plan_id" text NOT NULL,
	"what" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"since" timestamp with time zone,
	"task_id" text,
	"status" text,
	"by" text,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "crowd_plan" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"name" text NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"copies" jsonb,
	"brands" jsonb,
	"group_size" integer,
	"active_days" integer,
	"active" boolean,
	"overlap" boolean,
	"created_by" text,
	"cloned_from" text,
	"job_id" text,
	"sent_at" timestamp with time zone,
	"upstream_at" timestamp with time zone,
	"first_seen_at" timestamp with time zone NOT NULL,
	"looks" integer DEFAULT 0 NOT NULL,
	"looked_at" timestamp with time zone,
	"next_look_at" timestamp with time zone,
	"candidates" jsonb,
	"conclusive" boolean,
	"finished_at" timestamp with time zone,
	"seen_at" timestamp with time zone,
	"lease_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "crowd_service" (
	"app_id" text PRIMARY KEY NOT NULL,
	"enabled" boolean,
	"code" integer,
	"message" text,
	"checked_at" timestamp with time zone,
	"listed_at" timestamp with time zone,
	"failure" text,
	"next_list_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "crowd_task" (
	"app_id" text NOT NULL,
	"id" text NOT NULL,
	"plan_id" text NOT NULL,
	"place" integer NOT NULL,
	"topic" text,
	"content" text,
	"status" text,
	"can_push" boolean,
	"status_at" timestamp with time zone,
	"before_at" timestamp with time zone,
	"final_at" timestamp with time zone,
	"polled_at" timestamp with time zone,
	"polls" integer DEFAULT 0 NOT NULL,
	"next_poll_at" timestamp with time zone,
	"missing" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "crowd_task_app_id_id_pk" PRIMARY KEY("app_id","id")
);
--> statement-breakpoint
ALTER TABLE "crowd_draft" ADD CONSTRAINT "crowd_draft_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crowd_draft" ADD CONSTRAINT "crowd_draft_owner_id_account_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crowd_event" ADD CONSTRAINT "crowd_event_plan_id_crowd_plan_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."crowd_plan"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crowd_event" ADD CONSTRAINT "crowd_event_by_account_id_fk" FOREIGN KEY ("by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crowd_plan" ADD CONSTRAINT "crowd_plan_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crowd_plan" ADD CONSTRAINT "crowd_plan_created_by_account_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crowd_service" ADD CONSTRAINT "crowd_service_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crowd_task" ADD CONSTRAINT "crowd_task_app_id_push_app_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."push_app"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crowd_task" ADD CONSTRAINT "crowd_task_plan_id_crowd_plan_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."crowd_plan"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "crowd_draft_mine" ON "crowd_draft" USING btree ("app_id","owner_id","updated_at");--> statement-breakpoint
CREATE INDEX "crowd_event_line" ON "crowd_event" USING btree ("plan_id","at","id");--> statement-breakpoint
CREATE INDEX "crowd_plan_list" ON "crowd_plan" USING btree ("app_id",coalesce("sent_at", "upstream_at", "first_seen_at"),"id");--> statement-breakpoint
CREATE INDEX "crowd_plan_look" ON "crowd_plan" USING btree ("next_look_at") WHERE state = 'unknown';--> statement-breakpoint
CREATE INDEX "crowd_plan_job" ON "crowd_plan" USING btree ("job_id");--> statement-breakpoint
CREATE INDEX "crowd_task_plan" ON "crowd_task" USING btree ("plan_id","place");--> statement-breakpoint
CREATE INDEX "crowd_task_due" ON "crowd_task" USING btree ("next_poll_at") WHERE next_poll_at is not null;