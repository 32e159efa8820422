import { diagnosisTexts } from '../locales/diagnosisTexts.js'
import type { Locale, NoticeText } from '../locales/Locale.js'
import { spanText } from './clock.js'
import type { Finding } from './Finding.js'

/** A finding in the words of a language: what happened, whether money moved, what to do. */
export function findingSays({ id, ahead }: Finding, { tag, diagnosis = diagnosisTexts }: Locale): NoticeText {
  if (id === 'clock')
    return diagnosis.clock(ahead === undefined ? undefined : spanText(ahead, tag), (ahead ?? 0) > 0)
  return diagnosis[id]
}
