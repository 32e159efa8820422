/** A view through frosted glass: what kind of picture to expect, and no more. */
export function Landscape() {
  return (
    <svg viewBox="0 0 960 480" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="960" height="480" fill="var(--sky)" />
      <circle cx="640" cy="170" r="64" fill="var(--sun)" />
      <path d="M0 300Q180 200 380 290T760 250T960 300V480H0Z" fill="var(--far)" />
      <path d="M0 380Q240 300 480 380T960 350V480H0Z" fill="var(--near)" />
    </svg>
  )
}
