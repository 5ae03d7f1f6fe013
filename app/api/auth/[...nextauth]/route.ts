import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth/server/options';

type Context = { params: Promise<{ nextauth: string[] }> };

// Made per request: the environment is read at start, not while building.
const handler = (request: Request, context: Context) => NextAuth(authOptions())(request, context);

export { handler as GET, handler as POST };
