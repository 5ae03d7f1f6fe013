import 'server-only';
import { z } from 'zod';
import { HistoryInput, LookupInput } from '@/lib/aliases/schema';
import { aliasHistory, lookUp, lookUpAliasOf } from '@/lib/aliases/server/lookup';
import { upstreamOf } from '@/lib/apps/server/upstream';
import { AudienceInput, ListInput as AudienceListInput, TrendInput } from '@/lib/audience/saved-schema';
import { trustOf } from '@/lib/audience/server/calibrate';
import {
  audienceOwners,
  audienceVersions,
  listAudiences,
  openAlerts,
  usedIn,
} from '@/lib/audience/server/saved-list';
import { savedAudience } from '@/lib/audience/server/saved-rows';
import { audienceTrend } from '@/lib/audience/server/trend';
import { can } from '@/lib/auth/permissions';
import { defineRead, type Read } from '@/lib/auth/server/doors';
import { OpenInput } from '@/lib/badge/schema';
import { openChanges } from '@/lib/badge/server/open';
import { ListInput } from '@/lib/blacklist/schema';
import { countRegister, listRegister } from '@/lib/blacklist/server/list';
import { listBudgets } from '@/lib/budgets/settings';
import { jobCalls } from '@/lib/changes/calls';
import { jobRows } from '@/lib/changes/row-pages';
import { CallsInput, JobInput, JobsInput, RowsInput } from '@/lib/changes/schema';
import { jobDetail, listJobs } from '@/lib/changes/view';
import { systemClock } from '@/lib/core/clock';
import { refuse } from '@/lib/core/result';
import { CrowdInput, PlansInput } from '@/lib/crowds/schema';
import { draftOf, listDrafts } from '@/lib/crowds/server/drafts';
import { crowdNews, planDetail } from '@/lib/crowds/server/plan';
import { listPlans, planPeople } from '@/lib/crowds/server/plans';
import { queueTimes } from '@/lib/crowds/server/queue';
import { serviceOf } from '@/lib/crowds/server/service';
import { database } from '@/lib/db/current';
import { progressOf } from '@/lib/imports/progress';
import { CheckedRowsInput, DraftInput, ProgressInput } from '@/lib/imports/schema';
import { checkedRows, importDraft } from '@/lib/imports/view';
import { draftSpec } from '@/lib/launch/imports';
import { kindOf } from '@/lib/launch/kinds';
import {
  CidInput,
  CountInput,
  DictionaryInput,
  MembersInput,
  RouteInput,
  SuggestInput,
  TagInput,
} from '@/lib/tags/schema';
import { countTags } from '@/lib/tags/server/count';
import { listTags, membersOf, suggestTags, tagEntryOf } from '@/lib/tags/server/dictionary';
import { noteTags } from '@/lib/tags/server/note';
import { tagsOfCid } from '@/lib/tags/server/of-cid';
import { tagRoutes } from '@/lib/tags/server/routes';
import { CardInput, FindInput, TimelineInput } from '@/lib/users/card-schema';
import { cardAlias, cardDetail, cardDevice, cardStatus, cardTags, findUsers } from '@/lib/users/server/card';
import { cardRegister, cardTimeline } from '@/lib/users/server/card-ledger';
import { listLookups } from '@/lib/users/server/lookups';

/** Every question a screen may ask. The batch action answers them; each asks for its own permission. */
export const READS = {
  'audience.trust': defineRead({
    permission: 'audience:read',
    input: z.object({}),
    handler: (ctx) => trustOf(database(), ctx.app.id),
  }),
  'aliases.lookup': defineRead({ permission: 'user:read', input: LookupInput, handler: lookUp }),
  'aliases.of-cid': defineRead({
    permission: 'user:read',
    input: z.object({ cid: z.string().max(64) }),
    handler: (ctx, { cid }) => lookUpAliasOf(ctx, cid),
  }),
  'aliases.history': defineRead({ permission: 'user:read', input: HistoryInput, handler: aliasHistory }),
  'audiences.list': defineRead({
    permission: 'audience:read',
    input: AudienceListInput,
    handler: (ctx, input) => listAudiences(database(), ctx, input),
  }),
  'audiences.one': defineRead({
    permission: 'audience:read',
    input: AudienceInput,
    handler: (ctx, { id }) => savedAudience(database(), ctx.app.id, id),
  }),
  'audiences.versions': defineRead({
    permission: 'audience:read',
    input: AudienceInput,
    handler: (ctx, input) => audienceVersions(database(), ctx, input),
  }),
  'audiences.trend': defineRead({
    permission: 'audience:read',
    input: TrendInput,
    handler: (ctx, input) => audienceTrend(database(), ctx, input, systemClock.now()),
  }),
  'audiences.alerts': defineRead({
    permission: 'audience:read',
    input: z.object({}),
    handler: (ctx) => openAlerts(database(), ctx.app.id),
  }),
  'audiences.usedIn': defineRead({
    permission: 'audience:read',
    input: AudienceInput,
    handler: (ctx, input) => usedIn(database(), ctx, input),
  }),
  'audiences.owners': defineRead({
    permission: 'audience:write',
    input: z.object({}),
    handler: () => audienceOwners(database()),
  }),
  'badge.unknown': defineRead({
    permission: 'user:read',
    input: OpenInput,
    handler: (ctx, input) => openChanges(database(), ctx.app.id, input),
  }),
  'blacklist.list': defineRead({
    permission: 'user:read',
    input: ListInput,
    handler: (ctx, input) => listRegister(database(), ctx.app.id, input, systemClock.now()),
  }),
  'blacklist.counts': defineRead({
    permission: 'user:read',
    input: z.object({}),
    handler: (ctx) => countRegister(database(), ctx.app.id, systemClock.now()),
  }),
  'crowds.list': defineRead({
    permission: 'crowd:read',
    input: PlansInput,
    handler: (ctx, input) => listPlans(database(), ctx, input),
  }),
  'crowds.one': defineRead({
    permission: 'crowd:read',
    input: CrowdInput,
    handler: (ctx, { id }) => planDetail(database(), ctx, id),
  }),
  'crowds.people': defineRead({
    permission: 'crowd:read',
    input: z.object({}),
    handler: (ctx) => planPeople(database(), ctx.app.id),
  }),
  'crowds.service': defineRead({
    permission: 'crowd:read',
    input: z.object({}),
    handler: (ctx) => serviceOf(database(), ctx.app.id),
  }),
  'crowds.queue': defineRead({
    permission: 'crowd:read',
    input: z.object({}),
    handler: (ctx) => queueTimes(database(), ctx.app.id),
  }),
  'crowds.drafts': defineRead({
    permission: 'crowd:write',
    input: z.object({}),
    handler: (ctx) => listDrafts(database(), ctx),
  }),
  'crowds.draft': defineRead({
    permission: 'crowd:write',
    input: CrowdInput,
    handler: (ctx, { id }) => draftOf(database(), ctx, id),
  }),
  'shell.news': defineRead({
    permission: 'self:manage',
    input: z.object({}),
    handler: async (ctx) => ({
      crowds: await crowdNews(database(), ctx),
      alerts: can(ctx.actor.role, 'audience:read') ? (await openAlerts(database(), ctx.app.id)).length : 0,
    }),
  }),
  'tags.of-cid': defineRead({ permission: 'user:read', input: CidInput, handler: tagsOfCid }),
  'tags.suggest': defineRead({ permission: 'user:read', input: SuggestInput, handler: suggestTags }),
  'tags.list': defineRead({ permission: 'user:read', input: DictionaryInput, handler: listTags }),
  'tags.entry': defineRead({ permission: 'user:read', input: TagInput, handler: tagEntryOf }),
  'tags.members': defineRead({ permission: 'user:read', input: MembersInput, handler: membersOf }),
  'tags.count': defineRead({ permission: 'user:read', input: CountInput, handler: countTags }),
  'tags.routes': defineRead({
    permission: 'tag:write',
    input: RouteInput,
    handler: (ctx, input) => tagRoutes(ctx, input, { db: database(), upstreamOf }),
  }),
  'budgets.list': defineRead({
    permission: 'budget:read',
    input: z.object({}),
    handler: (ctx) => listBudgets(database(), ctx.app.id),
  }),
  'jobs.list': defineRead({
    permission: 'job:read',
    input: JobsInput,
    handler: (ctx, { before }) => listJobs(database(), kindOf, ctx.app.id, before),
  }),
  'jobs.detail': defineRead({
    permission: 'job:read',
    input: JobInput,
    handler: async (ctx, { id }) => {
      const job = await jobDetail(database(), kindOf, { appId: ctx.app.id, role: ctx.actor.role }, id);
      return job ?? refuse('NOT_FOUND');
    },
  }),
  'jobs.rows': defineRead({
    permission: 'job:read',
    input: RowsInput,
    handler: async (ctx, input) => {
      const asker = { appId: ctx.app.id, role: ctx.actor.role };
      return (await jobRows(database(), kindOf, asker, input)) ?? refuse('NOT_FOUND');
    },
  }),
  'jobs.calls': defineRead({
    permission: 'job:read',
    input: CallsInput,
    handler: async (ctx, input) => (await jobCalls(database(), ctx.app.id, input)) ?? refuse('NOT_FOUND'),
  }),
  'imports.progress': defineRead({
    permission: 'job:read',
    input: ProgressInput,
    handler: (ctx, { key }) => progressOf(ctx.actor.accountId, key),
  }),
  'imports.draft': defineRead({
    permission: 'job:read',
    input: DraftInput,
    handler: async (ctx, { jobId }) => {
      const asker = { appId: ctx.app.id, accountId: ctx.actor.accountId };
      return importDraft(database(), await draftSpec(ctx, jobId), asker, jobId);
    },
  }),
  'imports.rows': defineRead({
    permission: 'job:read',
    input: CheckedRowsInput,
    handler: async (ctx, input) => {
      const asker = { appId: ctx.app.id, accountId: ctx.actor.accountId };
      return checkedRows(database(), await draftSpec(ctx, input.jobId), asker, input);
    },
  }),
  'card.find': defineRead({
    permission: 'user:read',
    input: FindInput,
    handler: (ctx, { text }) => findUsers(ctx, text),
  }),
  'card.detail': defineRead({
    permission: 'user:read',
    input: CardInput,
    handler: (ctx, { cid }) => cardDetail(ctx, cid),
  }),
  'card.status': defineRead({
    permission: 'user:read',
    input: CardInput,
    handler: (ctx, { cid }) => cardStatus(ctx, cid),
  }),
  'card.device': defineRead({
    permission: 'user:read',
    input: CardInput,
    handler: (ctx, { cid }) => cardDevice(ctx, cid),
  }),
  'card.alias': defineRead({
    permission: 'user:read',
    input: CardInput,
    handler: (ctx, { cid }) => cardAlias(ctx, cid),
  }),
  'card.tags': defineRead({
    permission: 'user:read',
    input: CardInput,
    handler: (ctx, { cid }) => cardTags(ctx, cid, noteTags),
  }),
  'card.register': defineRead({
    permission: 'user:read',
    input: CardInput,
    handler: (ctx, { cid }) => cardRegister(database(), ctx.app.id, cid),
  }),
  'card.timeline': defineRead({
    permission: 'user:read',
    input: TimelineInput,
    handler: (ctx, input) => cardTimeline(database(), ctx, input),
  }),
  'users.lookups': defineRead({
    permission: 'user:read',
    input: z.object({}),
    handler: (ctx) => listLookups(database(), ctx),
  }),
} as const;

type Reads = typeof READS;
export type ReadName = keyof Reads;
export type ReadInput<N extends ReadName> = Reads[N] extends Read<infer I, infer _O> ? I : never;
export type ReadOutput<N extends ReadName> = Reads[N] extends Read<infer _I, infer O> ? O : never;
