import { z } from 'zod';
import { mapOf, orEmpty, truth, whole } from './envelope';

/** `online` is null when the upstream says nothing of this cid. */
export type UserStatus = { readonly online: boolean | null; readonly lastLoginAt: number | null };

const onlineText = z
  .string()
  .nullish()
  .transform((text) => (text === 'online' ? true : text === 'offline' ? false : null));

/** Times in ms. `last_login_time` is absent for users online now (captured 2025-07), and an unknown cid may be `{}`. */
export const statusAnswer = mapOf(
  z
    .preprocess(
      orEmpty,
      z.object({ status: onlineText, last_login_time: z.union([whole, z.literal('')]).nullish() }),
    )
    .transform(
      ({ status, last_login_time }): UserStatus => ({ online: status, lastLoginAt: last_login_time || null }),
    ),
);

export type DeviceStatus =
  | { readonly ok: true; readonly appOnline: boolean | null; readonly deviceOnline: boolean | null }
  | { readonly ok: false; readonly code: number; readonly msg: string };

/** Each cid carries an answer of its own, with its own code. */
export const deviceStatusAnswer = mapOf(
  z
    .object({
      code: whole,
      msg: z.string().nullish(),
      data: z.preprocess(orEmpty, z.object({ cid_status: onlineText, device_status: onlineText })).optional(),
    })
    .transform(({ code, msg, data }): DeviceStatus => {
      if (code !== 0) return { ok: false, code, msg: (msg ?? '').slice(0, 300) };
      return { ok: true, appOnline: data?.cid_status ?? null, deviceOnline: data?.device_status ?? null };
    }),
);

/** Everything the upstream tells of a user; null where an app's dialect leaves a field out. */
export type UserDetail = {
  readonly clientAppId: string | null;
  readonly packageName: string | null;
  readonly deviceToken: string | null;
  readonly platform: 'android' | 'ios' | null;
  readonly phoneModel: string | null;
  readonly notificationsOn: boolean | null;
  /** First login as the upstream writes it, `YYYY-MM-DD hh:mm:ss`; the page names no time zone. */
  readonly createdAt: string | null;
  /** Days with a login among the last 100. */
  readonly loginDays: number | null;
  /** Vendor channel: hw, xm, mz, op, vv, iphone …, or `unknown` without a device token. */
  readonly brand: string | null;
};

export type UserDetails = { readonly valid: Map<string, UserDetail>; readonly invalid: string[] };

const text = z.union([z.string(), z.number().transform(String)]).nullish();
const flag = z.union([truth, whole.transform((n) => n !== 0)]).nullish();
const PLATFORMS: Readonly<Record<number, 'android' | 'ios'>> = { 1: 'android', 2: 'ios' };

/** snake_case with nine fields as the page shows, or camelCase with four as older copies do. */
const detail = z
  .object({
    client_app_id: text,
    package_name: text,
    device_token: text,
    phone_type: whole.nullish(),
    phone_model: text,
    phoneModel: text,
    notification_switch: flag,
    notificationSwitch: flag,
    create_time: text,
    createTime: text,
    login_freq: whole.nullish(),
    loginFreq: whole.nullish(),
    brand: text,
  })
  .transform(
    (wire): UserDetail => ({
      clientAppId: wire.client_app_id ?? null,
      packageName: wire.package_name ?? null,
      deviceToken: wire.device_token || null,
      platform: PLATFORMS[wire.phone_type ?? 0] ?? null,
      phoneModel: wire.phone_model ?? wire.phoneModel ?? null,
      notificationsOn: wire.notification_switch ?? wire.notificationSwitch ?? null,
      createdAt: wire.create_time ?? wire.createTime ?? null,
      loginDays: wire.login_freq ?? wire.loginFreq ?? null,
      brand: wire.brand ?? null,
    }),
  );

const cidList = z.array(z.string()).nullish();
const details = mapOf(detail);

/** `validCids` is a map though the page types it as an array; `invalidCids` is absent when empty (captured). */
export const detailAnswer = z
  .preprocess(
    orEmpty,
    z.object({
      validCids: details.optional(),
      valid_cids: details.optional(),
      invalidCids: cidList,
      invalid_cids: cidList,
    }),
  )
  .transform((wire): UserDetails => {
    const valid = wire.validCids?.size ? wire.validCids : (wire.valid_cids ?? new Map<string, UserDetail>());
    return { valid, invalid: wire.invalidCids ?? wire.invalid_cids ?? [] };
  });

const KEYS = { phoneType: 'phone_type', region: 'region', tag: 'custom_tag' } as const;

/** One condition of a count: `op` joins its values (`not`: none of them); conditions of different keys intersect. */
export type CountCondition = {
  readonly key: keyof typeof KEYS;
  readonly op: 'or' | 'and' | 'not';
  readonly values: readonly string[];
};

/** Turns conditions into the wire form; the order of conditions and values is kept. */
export const countRequest = z.array(
  z
    .object({
      key: z.enum(['phoneType', 'region', 'tag']),
      op: z.enum(['or', 'and', 'not']),
      values: z.array(z.string().min(1, 'empty')),
    })
    .transform(({ key, op, values }) => ({ key: KEYS[key], values, opt_type: op })),
);

export const countAnswer = z
  .object({ user_count: whole.refine((n) => n >= 0) })
  .transform((wire) => wire.user_count);
