import { readPhoto } from '../goods/Photo.js'

/** What was paid for, as something that can be shown. */
export type Goods = { readonly photo?: string; readonly words?: string }

/** Reads an answer that nobody waits for any more: what it is, only the answer itself says. */
export async function readGoods(response: Response): Promise<Goods> {
  const type = response.headers.get('content-type') ?? ''
  return /^image\//.test(type) ? { photo: await readPhoto(response) } : { words: await response.text() }
}
