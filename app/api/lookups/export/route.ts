import { defineUpload } from '@/lib/auth/server/doors';
import { database } from '@/lib/db/current';
import { ExportInput } from '@/lib/users/schema';
import { exportRows } from '@/lib/users/server/export';

/** Rows of the grid as CSV that Excel opens clean or as a workbook. */
export const POST = defineUpload({
  permission: 'user:read',
  input: ExportInput,
  handler: (ctx, input, body) => exportRows(database(), ctx, input, body),
});
