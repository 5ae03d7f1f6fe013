import { ForbiddenState } from '@/components/data/forbidden-state';
import { currentActor } from '@/lib/auth/server/guard';

export default async function Forbidden() {
  const actor = await currentActor();
  return <ForbiddenState role={actor?.role ?? 'viewer'} />;
}
