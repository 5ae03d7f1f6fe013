'use client';

import './globals.css';
import { LogoMark } from '@/components/shell/logo';
import { buttonStyle } from '@/components/ui/button-style';

/** The last net: the root layout itself failed, so there are no providers and both languages are shown. */
export default function GlobalError({
  error,
  reset,
}: Readonly<{ error: Error & { digest?: string }; reset: () => void }>) {
  return (
    <html lang="zh-CN">
      <body>
        <title>页面出错了 · Muster</title>
        <main className="grid min-h-dvh place-items-center p-6">
          <div className="w-full max-w-md">
            <LogoMark className="mb-6 size-8" />
            <h1 className="text-xl font-semibold">页面出错了</h1>
            <p className="mt-2 text-muted">错误已记录。请重新加载；若仍然出现，请联系管理员。</p>
            <div lang="en" className="mt-4 border-t border-line pt-4">
              <p className="font-medium">This page has failed</p>
              <p className="mt-1 text-muted">
                The error is on record. Reload; if it persists, tell an administrator.
              </p>
            </div>
            {error.digest ? <p className="mt-4 font-mono text-sm text-muted">{error.digest}</p> : null}
            <button type="button" onClick={reset} className={`${buttonStyle('primary', 'md')} mt-5`}>
              重新加载 / Reload
            </button>
          </div>
        </main>
      </body>
    </html>
  );
}
