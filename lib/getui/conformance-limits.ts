import type { EndpointId } from './endpoints';
import { cidsOf } from './test-kit';

/** Test data: the first size over each documented limit, and how the request would look. */
export const OVER: readonly [EndpointId, string | readonly string[] | undefined, unknown?][] = [
  [
    'POST /user/alias',
    undefined,
    { data_list: cidsOf(1001).map((one, i) => ({ cid: one, alias: `a${i}` })) },
  ],
  [
    'DELETE /user/alias',
    undefined,
    { data_list: cidsOf(1001).map((one, i) => ({ cid: one, alias: `a${i}` })) },
  ],
  ['PUT /user/custom_tag/batch/$tag', 'vip', { cid: cidsOf(1001) }],
  ['DELETE /user/custom_tag/batch/$tag', 'vip', { cid: cidsOf(1001) }],
  ['PUT /user/custom_tag/batch/$tag', 'x'.repeat(33), { cid: cidsOf(1) }],
  ['POST /user/black/cid/$cids', cidsOf(201)],
  ['DELETE /user/black/cid/$cids', cidsOf(201)],
  ['GET /user/status/$cids', cidsOf(1001)],
  ['GET /user/deviceStatus/$cids', cidsOf(101)],
  ['GET /user/detail/$cids', cidsOf(1001)],
  ['POST /user/badge/cid/$cids', cidsOf(201), { badge: '1' }],
  [
    'POST /user/bind_dt/$channel',
    'wx',
    { dt_list: cidsOf(1001).map((one) => ({ cid: one, device_token: 't' })) },
  ],
  ['POST /user/smart_crowd/task/list', undefined, { sub_task_ids: cidsOf(11) }],
];
