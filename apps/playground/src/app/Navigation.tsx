import type { Screen } from '../screens/screens.js'

export function Navigation({ screens, current }: { screens: readonly Screen[]; current: Screen }) {
  return (
    <nav aria-label="Ways to pay">
      <ul className="screens">
        {screens.map((screen) => (
          <li key={screen.id}>
            <a href={`#${screen.id}`} aria-current={screen === current ? 'page' : undefined}>
              {screen.title}
            </a>
          </li>
        ))}
      </ul>
      <p className="hint to-gallery">
        <a href="#gallery">Every component of the kit, in every state</a>
      </p>
    </nav>
  )
}
