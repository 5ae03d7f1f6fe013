import { z } from 'zod';
import type { AlertKind, AlertRules, AudienceSchedule } from '@/lib/db/schema/audiences';
import { type Group, type Sureness, Tree } from './schema';

export type { AlertKind, AlertRules, AudienceSchedule };

export const SCHEDULES = ['off', 'hourly', 'daily'] as const satisfies readonly AudienceSchedule[];
export const NAME_LENGTH = 60;
export const NOTE_LENGTH = 500;
export const MAX_LABELS = 10;
export const LABEL_LENGTH = 20;
/** Audiences of one app, those in the bin included. */
export const MAX_SAVED = 500;
/** An audience in the bin is deleted for good after so many days. */
export const BIN_DAYS = 30;
/** Calls one snapshot may take; an audience that takes more is not counted by itself. */
export const SNAPSHOT_CALLS = 100;
/** Nothing is watched. */
export const NO_ALERTS: AlertRules = { changePct: null, floor: null, zero: false };

const Id = z.string().min(1).max(40);
const Name = z.string().trim().min(1, 'name-empty').max(NAME_LENGTH, 'name-too-long');
const Label = z.string().trim().min(1, 'label-empty').max(LABEL_LENGTH, 'label-too-long');
const Labels = z
  .array(Label)
  .max(MAX_LABELS, 'labels-too-many')
  .transform((labels) => [...new Set(labels)]);

/** Which audience. */
export const AudienceInput = z.object({ id: Id });
export const ListInput = z.object({ bin: z.boolean() });

/**
 * An audience as somebody wants it kept. `id` null: a new one; else the next version of that one, made from version
 * `basedOn`. `ownerId` null: it stays with whom it is, a new one with who saves it.
 */
export const SaveInput = z.object({
  id: Id.nullable(),
  basedOn: z.number().int().min(1).nullable(),
  name: Name,
  note: z.string().trim().max(NOTE_LENGTH, 'note-too-long'),
  labels: Labels,
  tree: Tree,
  ownerId: Id.nullable(),
});
export type SaveInput = Omit<z.input<typeof SaveInput>, 'tree'> & { readonly tree: Group };
export const CloneInput = z.object({ id: Id, name: Name });

export const AlertsInput = z.object({
  changePct: z
    .number('change-out-of-range')
    .min(1, 'change-out-of-range')
    .max(1000, 'change-out-of-range')
    .nullable(),
  floor: z.number('floor-not-whole').int('floor-not-whole').min(0, 'floor-negative').nullable(),
  zero: z.boolean(),
});
export const ScheduleInput = z.object({ id: Id, schedule: z.enum(SCHEDULES), alerts: AlertsInput });
export type ScheduleInput = z.infer<typeof ScheduleInput>;

export const RANGES = ['24h', '7d', '30d', 'all'] as const;
export type TrendRange = (typeof RANGES)[number];
export const TrendInput = z.object({ id: Id, range: z.enum(RANGES) });

export type Person = { readonly id: string; readonly name: string };

/** An audience that somebody saved. Times in ms. */
export type SavedAudience = {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly labels: readonly string[];
  readonly owner: Person;
  readonly tree: Group;
  readonly version: number;
  /** Who saved this version. */
  readonly savedBy: string;
  readonly schedule: AudienceSchedule;
  readonly alerts: AlertRules;
  readonly nextSnapshotAt: number | null;
  /** What it was cloned from; without a name when that is gone. */
  readonly clonedFrom: { readonly id: string; readonly name: string | null } | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** In the bin since, and by whom. */
  readonly deletedAt: number | null;
  readonly deletedBy: string | null;
};

/** How many users an audience reached at a time (ms). */
export type SnapshotPoint = {
  readonly id: string;
  readonly at: number;
  readonly version: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly state: Sureness | 'failed';
  readonly calls: number;
  /** A failure code of lib/core/result.ts, or `too-many-calls`. */
  readonly failure: string | null;
};

/** An audience in the list. */
export type AudienceRow = SavedAudience & {
  /** The last snapshots that were counted, oldest first; at most {@link SPARK_POINTS}. */
  readonly spark: readonly SnapshotPoint[];
  /** The last snapshot of all, which may have failed. */
  readonly last: SnapshotPoint | null;
  readonly openAlerts: number;
};
export const SPARK_POINTS = 24;

/** Something about an audience that nobody has looked at yet. */
export type AudienceAlert = {
  readonly id: string;
  readonly audienceId: string;
  readonly name: string;
  readonly kind: AlertKind;
  readonly at: number;
  readonly value: number;
  readonly against: number | null;
};

export type AudienceVersion = {
  readonly version: number;
  readonly name: string;
  readonly note: string;
  readonly tree: Group;
  readonly savedBy: string;
  readonly savedAt: number;
};

/** What somebody should know before an audience goes to the bin. */
export type UsedIn = {
  readonly schedule: AudienceSchedule;
  readonly alerts: AlertRules;
  readonly clones: readonly Person[];
  readonly snapshots: number;
  readonly openAlerts: number;
};

/** A change of tags that this audience asks about, done by us. Times in ms. */
export type TrendJob = {
  readonly id: string;
  readonly kind: string;
  /** Tags of the audience among those it changed. */
  readonly tags: readonly string[];
  /** Rows with these tags that may have taken effect. */
  readonly rows: number;
  readonly from: number;
  readonly to: number;
};

export type Trend = {
  /** Oldest first; at most {@link TREND_POINTS}, the newest. */
  readonly points: readonly SnapshotPoint[];
  /** When each version shown was saved. */
  readonly versions: readonly { readonly version: number; readonly at: number }[];
  readonly jobs: readonly TrendJob[];
  /** The range that is shown; `from` 0 for all. */
  readonly from: number;
  readonly to: number;
};
export const TREND_POINTS = 3000;
