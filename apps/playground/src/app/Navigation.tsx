import { useId } from 'react'
import { groups, type Screen } from '../screens/screens.js'

export function Navigation({ screens, current }: { screens: readonly Screen[]; current: Screen }) {
  const id = useId()
  return (
    <nav className="ways" aria-label="Ways to pay">
      {groups.map((group) => (
        <div key={group}>
          <h2 id={id + group}>{group}</h2>
          <ul className="screens" aria-labelledby={id + group}>
            {screens
              .filter((screen) => screen.group === group)
              .map((screen) => (
                <li key={screen.id}>
                  <a href={`#${screen.id}`} aria-current={screen === current ? 'page' : undefined}>
                    {screen.title}
                  </a>
                </li>
              ))}
          </ul>
        </div>
      ))}
      <p className="hint to-gallery">
        <a href="#gallery">Every component of the kit, in every state</a>
      </p>
    </nav>
  )
}
