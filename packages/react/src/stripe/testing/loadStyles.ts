/** The styles as a page has them. */
export async function loadStyles() {
  const { href } = new URL('../../styles/styles.css', import.meta.url)
  await new Promise((resolve) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href })
    link.addEventListener('load', resolve)
    document.head.append(link)
  })
}
