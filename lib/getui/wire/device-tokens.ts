import { z } from 'zod';
import { CHANNELS } from '../path';
import { orEmpty, whole } from './envelope';
import { cid, listOf } from './rules';

/** A row to bind; `deviceToken: null` unbinds, which the wire writes as an absent token. */
export type DeviceTokenRow = { readonly cid: string; readonly deviceToken: string | null };
/** `code`: 24001 cid empty, 24002 no such cid, 24003 cid of another app, 24004 cid not of a mini program. */
export type DeviceTokenError = {
  readonly cid: string;
  readonly deviceToken: string | null;
  readonly code: number;
};

const token = z
  .string()
  .min(1, 'empty')
  .max(512, 'too-long')
  .refine((text) => !/[\s\p{C}]/u.test(text), 'charset');

export const bindRequest = z.object({
  channel: z.enum(CHANNELS),
  rows: listOf(
    z
      .object({ cid, deviceToken: token.nullable() })
      .transform((row) =>
        row.deviceToken === null ? { cid: row.cid } : { cid: row.cid, device_token: row.deviceToken },
      ),
    1000,
  ),
});

/** No data at all means that every row went through. */
export const bindAnswer = z
  .preprocess(
    orEmpty,
    z.object({
      errorList: z
        .array(z.object({ cid: z.string().nullish(), device_token: z.string().nullish(), error_code: whole }))
        .nullish(),
    }),
  )
  .transform(({ errorList }): DeviceTokenError[] =>
    (errorList ?? []).map((row) => ({
      cid: row.cid ?? '',
      deviceToken: row.device_token || null,
      code: row.error_code,
    })),
  );
