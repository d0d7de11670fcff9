/** Three lines of a page; the middle one is marked, and the mark leads somewhere. */
export function BrandMark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 28 28" aria-hidden className={className}>
      <rect width="28" height="28" rx="7" className="fill-accent" />
      <path
        d="M7.5 8.5h10M7.5 19.5h7"
        className="stroke-on-accent"
        strokeWidth="2"
        strokeLinecap="round"
        opacity="0.7"
      />
      <path d="M7.5 14h9" className="stroke-on-accent" strokeWidth="4.6" strokeLinecap="round" />
      <path
        d="M16.5 14c4 0 2 5.5 5 5.5"
        className="stroke-on-accent"
        strokeWidth="1.6"
        fill="none"
        strokeLinecap="round"
      />
      <circle cx="21.3" cy="19.5" r="1.9" className="fill-on-accent" />
    </svg>
  )
}
