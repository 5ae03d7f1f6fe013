'use client';

import { RouteError, type RouteErrorProps } from '@/components/data/route-error';

export default function ConsoleError(props: RouteErrorProps) {
  return <RouteError {...props} />;
}
