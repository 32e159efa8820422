import { groups, type Screen } from '../screens/screens.js'

/** What there is to try: every group, and of the one at hand every screen. */
export function Navigation({ screens, current }: { screens: readonly Screen[]; current: Screen }) {
  const firstOf = (group: Screen['group']) => screens.find((screen) => screen.group === group)
  return (
    <nav className="ways" aria-label="Ways to pay">
      <ul className="groups">
        {groups.map((group) => (
          <li key={group}>
            <a
              href={`#${group === current.group ? current.id : firstOf(group)?.id}`}
              aria-current={group === current.group ? 'true' : undefined}
            >
              {group}
            </a>
          </li>
        ))}
      </ul>
      <ul className="screens" aria-label={current.group}>
        {screens
          .filter(({ group }) => group === current.group)
          .map((screen) => (
            <li key={screen.id}>
              <a href={`#${screen.id}`} aria-current={screen === current ? 'page' : undefined}>
                {screen.title}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  )
}
