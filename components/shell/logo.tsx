/** The mark: a rank of dots, and the one that steps forward when it is called. */
export function LogoMark({ className }: Readonly<{ className?: string }>) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <g className="fill-ink" opacity="0.42">
        <circle cx="4.5" cy="5" r="2.25" />
        <circle cx="12" cy="5" r="2.25" />
        <circle cx="19.5" cy="5" r="2.25" />
        <circle cx="4.5" cy="12" r="2.25" />
        <circle cx="19.5" cy="12" r="2.25" />
      </g>
      <circle cx="12" cy="17.5" r="3.25" className="fill-accent" />
    </svg>
  );
}
