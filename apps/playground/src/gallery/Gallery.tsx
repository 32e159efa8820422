import { useEffect, useLayoutEffect } from 'react'
import { useLocale } from '../app/language.js'
import { useHash } from '../app/useHash.js'
import type { Exhibit, Scene } from './Exhibit.js'
import { exhibits } from './exhibits.js'
import { SceneView } from './SceneView.js'
import { StageLocale } from './Stand.js'
import { Switches } from './Switches.js'
import { addressOf, readView, type View } from './view.js'
import '../styles/gallery.css'

/** Every component of the kit, in every state that it can be in. */
export function Gallery() {
  const hash = useHash()
  const view = readView(hash)
  const { locale, isReady } = useLocale(view.lang)
  const exhibit = exhibits.find(({ id }) => id === view.exhibit)
  useTheme(view.theme)
  useEffect(() => {
    document.title = `${exhibit?.title ?? 'Components'} · Payerkit playground`
  }, [exhibit])
  if (!isReady) return null
  return (
    <div data-pk="" className="page gallery" data-view={hash}>
      <header className="top">
        <a className="brand" href="#wallet">
          <span className="sign" aria-hidden="true">
            P
          </span>
          Payerkit playground
        </a>
        <span className="chip">Nothing here costs anything</span>
      </header>
      <main>
        <Switches view={view} />
        <StageLocale value={locale}>
          {exhibit ? <ExhibitView view={view} exhibit={exhibit} /> : <Index view={view} />}
        </StageLocale>
      </main>
    </div>
  )
}

function Index({ view }: { view: View }) {
  return (
    <article>
      <header className="intro">
        <h1>Components</h1>
        <p>
          Each of them in every state, to look at and to press. Shops, wallets and cards are played inside
          this page: no request leaves it, no money moves, and its clock stands still.
        </p>
      </header>
      <ul className="exhibits">
        {exhibits.map(({ id, title, sentence }) => (
          <li key={id}>
            <a href={addressOf({ ...view, exhibit: id, scene: undefined, all: false })}>
              <strong>{title}</strong>
              <span>{sentence}</span>
            </a>
          </li>
        ))}
      </ul>
    </article>
  )
}

function ExhibitView({ view, exhibit }: { view: View; exhibit: Exhibit }) {
  const { scenes, title, sentence } = exhibit
  const scene = scenes.find(({ id }) => id === view.scene) ?? scenes[0]
  const { all } = view
  const shown = all ? scenes.filter((each) => isAmong(each, all)) : [scene]
  useDialogsInPlace(all !== false)
  const go = (news: Partial<View>) => {
    location.hash = addressOf({ ...view, ...news })
  }
  return (
    <article>
      <header className="intro">
        <p className="hint">
          <a href={addressOf({ ...view, exhibit: undefined, all: false })}>All components</a>
        </p>
        <h1>{title}</h1>
        <p>{sentence}</p>
      </header>
      <div className="switches one">
        <label className="switch">
          <span>State</span>
          <select
            className="languages"
            value={all ? '' : scene.id}
            onChange={({ target: { value } }) =>
              go({ all: value === '' ? [] : false, scene: value || undefined })
            }
          >
            {scenes.map(({ id, title: name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            <option value="">All of them at once</option>
          </select>
        </label>
      </div>
      <div className="scenes" data-width={view.width} data-all={all ? '' : undefined}>
        {shown.map((each) => (
          <SceneView
            key={`${exhibit.id} ${each.id}`}
            exhibit={exhibit}
            scene={each}
            all={all !== false}
            dir={view.dir}
          />
        ))}
      </div>
    </article>
  )
}

const isAmong = ({ id, passing }: Scene, all: readonly string[]) =>
  all.length > 0 ? all.includes(id) : !passing

/** The page is in the theme of what it shows, as long as it shows it. */
function useTheme(theme: View['theme']): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement
    const before = dataset.theme
    if (theme !== 'system') dataset.theme = theme
    return () => {
      if (before === undefined) delete dataset.theme
      else dataset.theme = before
    }
  }, [theme])
}

/** Where all are shown at once a dialog stands among the others: a modal one would hide them. */
function useDialogsInPlace(all: boolean): void {
  useLayoutEffect(() => {
    if (!all) return
    const { prototype } = HTMLDialogElement
    const { showModal } = prototype
    prototype.showModal = prototype.show
    return () => {
      prototype.showModal = showModal
    }
  }, [all])
}
