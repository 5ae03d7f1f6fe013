import type { Config } from 'tailwindcss';

/** Every colour is a variable from app/globals.css, where light and dark are defined side by side. */
const token = (name: string) => `var(--m-${name})`;
const tokens = (...names: string[]) => Object.fromEntries(names.map((name) => [name, token(name)]));

const config: Config = {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      ...tokens('canvas', 'surface', 'raised', 'sunken', 'hover', 'line', 'line-strong'),
      ...tokens('ink', 'muted', 'faint', 'accent', 'accent-hover', 'accent-ink'),
      ...tokens('danger', 'danger-solid', 'danger-hover', 'danger-ink', 'warn', 'ok', 'info', 'unknown'),
      ...tokens('env-production', 'env-test', 'env-sandbox'),
      ...tokens('env-production-ink', 'env-test-ink', 'env-sandbox-ink', 'scrim'),
    },
    // Han text needs air: no line is tighter than 1.4, nothing is smaller than 12 px.
    fontSize: {
      xs: ['0.75rem', '1.125rem'],
      sm: ['0.8125rem', '1.25rem'],
      base: ['0.875rem', '1.375rem'],
      lg: ['1rem', '1.5rem'],
      xl: ['1.25rem', '1.75rem'],
      '2xl': ['1.625rem', '2.125rem'],
    },
    borderRadius: { none: '0', sm: '2px', DEFAULT: '4px', md: '4px', lg: '6px', full: '9999px' },
    boxShadow: {
      none: 'none',
      pop: '0 0 0 1px var(--m-line), 0 8px 24px -6px var(--m-shadow)',
      modal: '0 0 0 1px var(--m-line), 0 24px 64px -12px var(--m-shadow)',
    },
    extend: {
      fontFamily: { sans: token('font-sans'), mono: token('font-mono') },
      // Below this width the navigation moves into a drawer.
      screens: { nav: '56.25rem' },
    },
  },
};

export default config;
