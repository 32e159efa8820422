import { useEffect, useRef, useState } from 'react'
import { CopyButton } from '../goods/CopyButton.js'
import type { Exhibit, Scene } from './Exhibit.js'
import { createHand } from './hand.js'
import type { View } from './view.js'

type SceneViewProps = {
  readonly exhibit: Exhibit
  readonly scene: Scene
  /** One of many: nothing beside it, and dialogs open by themselves. */
  readonly all: boolean
  readonly dir: View['dir']
}

/** One scene on its stage, and the code of it. */
export function SceneView(props: SceneViewProps) {
  const { scene, all } = props
  const [turn, setTurn] = useState(0)
  return (
    <section className="scene" data-scene={scene.id} aria-labelledby={`scene-${scene.id}`}>
      <div className="show">
        <header>
          <h2 id={`scene-${scene.id}`}>{scene.title}</h2>
          <p className="hint">{scene.when}</p>
        </header>
        <Stage key={turn} {...props} />
        {!all && (
          <button type="button" className="quiet" onClick={() => setTurn(turn + 1)}>
            Start over
          </button>
        )}
      </div>
      {!all && (
        <figure className="code">
          <figcaption>
            <span>The code</span>
            <CopyButton text={scene.code} label="Copy the code" />
          </figcaption>
          <pre>
            <code>{scene.code}</code>
          </pre>
        </figure>
      )}
    </section>
  )
}

/** Plays a scene. What it presses belongs to a shop inside this page: nothing of it costs anything. */
function Stage({ exhibit, scene, all, dir }: SceneViewProps) {
  const { opens = false } = exhibit
  const [{ body, reach }] = useState(scene.play)
  const [reached, setReached] = useState(false)
  const [begun, setBegun] = useState(!opens)
  const stage = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!stage.current || !opens || !all) return
    const calling = new AbortController()
    void createHand(stage.current, calling.signal).press('button')
    return () => calling.abort()
  }, [opens, all])

  useEffect(() => {
    if (!stage.current || !begun) return
    const calling = new AbortController()
    const hand = createHand(stage.current, calling.signal)
    const play = async () => {
      await hand.see('*')
      await reach?.(hand)
      await hand.see(scene.shows)
      await hand.rest()
      setReached(true)
    }
    void play()
    return () => calling.abort()
  }, [scene, reach, begun])

  return (
    <div
      ref={stage}
      className="stage"
      dir={dir}
      data-state={reached ? 'reached' : begun ? 'playing' : 'waiting'}
      onClickCapture={() => setBegun(true)}
    >
      {body}
    </div>
  )
}
