import { type Caller, checked } from '../caller';
import type { Channel } from '../path';
import type { CallOptions } from '../types';
import { bindAnswer, bindRequest, type DeviceTokenError, type DeviceTokenRow } from '../wire/device-tokens';

export type DeviceTokenMethods = ReturnType<typeof deviceTokenMethods>;

export function deviceTokenMethods(caller: Caller) {
  return {
    /**
     * Binds (or, with `deviceToken: null`, unbinds) up to 1000 rows in one call and answers the rows that failed.
     * Draws on the `device-token` quota.
     */
    async bind(
      channel: Channel,
      rows: readonly DeviceTokenRow[],
      options?: CallOptions,
    ): Promise<DeviceTokenError[]> {
      const id = 'POST /user/bind_dt/$channel';
      const input = checked(id, bindRequest, { channel, rows: [...rows] });
      return caller.ask(id, bindAnswer, options, input.channel, { dt_list: input.rows });
    },
  };
}
