import { PageLoading } from '@/components/data/loading-state';

export default function Loading() {
  return <PageLoading />;
}
