import 'server-only';
import { single } from '@/lib/core/single';

/** Whether this process is on its way out: then it takes no new change and calls itself not ready. */
export const lifecycle = () => single('lifecycle', () => ({ ending: false }));
