import { join } from 'node:path';
import { defineUpload } from '@/lib/auth/server/doors';
import { importPlace } from '@/lib/launch/imports';
import { SheetInput } from '@/lib/users/schema';
import { sheetText } from '@/lib/users/server/sheet';

/** A workbook as text: the browser finds the identifiers in it. Nothing is kept. */
export const POST = defineUpload({
  permission: 'user:read',
  input: SheetInput,
  handler: (_ctx, _input, body) => sheetText(join(importPlace().folder, 'uploads'), body),
});
