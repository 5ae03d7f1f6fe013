import { z } from 'zod';
import { whole } from './envelope';

/** rest_v2/token: `expire_time` is milliseconds, sent as text; official clients read a number too. */
export const authAnswer = z.object({ token: z.string().min(1), expire_time: whole });
