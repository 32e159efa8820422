// Checks the import directions of the house: who may import whom, types included.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'
import { entries, manifest, root, workspaces } from './sources.mjs'

const base = ['Errors', 'protocol']
const middle = ['session', 'policy', 'stores', 'signers']
/** What methods need of a chain, whatever the chain is. */
const chain = 'chain'

/**
 * What each part of core may import beside itself. A part is a top level file or folder of its `src`, and
 * each method is a part of its own: methods never import one another.
 *
 * @type {Record<string, string[]>}
 */
const core = {
  Errors: [],
  protocol: ['Errors'],
  ...Object.fromEntries(middle.map((part) => [part, [...base, ...middle]])),
  budget: [...base, ...middle],
  'methods/Method': [...base, ...middle],
  [chain]: base,
  'methods/*': [...base, chain, ...middle, 'methods/Method'],
  x402: [...base, chain, ...middle, 'methods/Method'],
  payer: [...base, ...middle, 'methods/Method', 'x402'],
  index: [...base, ...middle, 'methods/Method', 'payer'],
}

/** Optional peers of `@payerkit/react`, each with the only folder that may import it. */
const optionalPeers = [
  { folder: 'wallet', packages: ['wagmi', '@wagmi/core'] },
  { folder: 'stripe', packages: ['@stripe/react-stripe-js', '@stripe/stripe-js'] },
]

/** @param {string} directory The workspace to check; the test of this script makes its own. */
export function findViolations(directory = root) {
  const house = { packages: workspaces(directory), entries: entries(directory) }
  return house.packages.flatMap((path) =>
    sourceFiles(path).flatMap((file) =>
      specifiers(file)
        .map((specifier) => ({ specifier, reason: refuse(house, path, file, specifier) }))
        .filter(({ reason }) => reason)
        .map(({ specifier, reason }) => `${relative(directory, file)} imports '${specifier}': ${reason}`),
    ),
  )
}

/**
 * Why an import is refused, or `undefined` when it is fine.
 *
 * @param {{ packages: string[], entries: { specifier: string, private: boolean }[] }} house
 * @param {string} path The importing package's folder.
 * @param {string} file
 * @param {string} specifier
 */
function refuse(house, path, file, specifier) {
  const source = join(path, 'src')
  if (specifier.startsWith('.')) {
    const target = resolve(dirname(file), specifier)
    if (house.packages.some((other) => other !== path && target.startsWith(other + sep)))
      return 'another package is reached through its public entries only'
    return isTest(file) || !isCore(path)
      ? undefined
      : refusePart(partOf(source, file), partOf(source, target))
  }
  if (specifier.startsWith('@payerkit/')) {
    const entry = house.entries.find((one) => one.specifier === specifier)
    if (!entry) return 'it is no public entry of a package'
    const published = !isTest(file) && !manifest(path).private
    return entry.private && published ? 'the package is not published' : undefined
  }
  if (isTest(file) || manifest(path).private) return undefined
  return refusePackage(path, relative(source, file), packageOf(specifier))
}

/** @param {string} from @param {string} to */
function refusePart(from, to) {
  const allowed = core[from] ?? (from.startsWith('methods/') ? core['methods/*'] : undefined)
  if (!allowed) return `'${from}' has no place in scripts/imports.mjs yet`
  if (from === to || allowed.includes(to)) return undefined
  return `'${from}' may import only ${['itself', ...allowed].join(', ')}`
}

/** @param {string} path @param {string} inside The importing file, within `src`. @param {string} name */
function refusePackage(path, inside, name) {
  const { dependencies = {}, peerDependencies = {} } = manifest(path)
  if (isCore(path) && /^(viem|@?stripe)$/.test(name.split('/')[0] ?? ''))
    return 'core takes its clients from the caller'
  if (!(name in dependencies || name in peerDependencies)) return 'it is no dependency of the package'
  const rule = optionalPeers.find(({ packages }) => packages.includes(name))
  if (rule && !inside.startsWith(rule.folder + sep))
    return `only ${rule.folder}/ may import this optional peer`
  return undefined
}

/** @param {string} source @param {string} file */
function partOf(source, file) {
  const [first = '', second] = relative(source, file)
    .replace(/\.[jt]sx?$/, '')
    .split(sep)
  return first === 'methods' && second ? `methods/${second}` : first
}

/** @param {string} specifier */
const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** @param {string} path */
const isCore = (path) => manifest(path).name === '@payerkit/core'

/** @param {string} file Tests, and the helpers in a `testing` folder, may reach across parts. */
const isTest = (file) => /\.test\.tsx?$/.test(file) || file.includes(join(sep, 'testing', sep))

/** @param {string} directory @returns {string[]} */
function sourceFiles(directory) {
  if (!existsSync(directory)) return []
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) return /^(node_modules|dist|\..*)$/.test(entry.name) ? [] : sourceFiles(path)
    return /\.(ts|tsx|mts|mjs)$/.test(entry.name) ? [path] : []
  })
}

/** @param {string} file Every module the file names: imports, re-exports, `import()` and `import('…').Type`. */
function specifiers(file) {
  const { program, errors } = parseSync(file, readFileSync(file, 'utf8'))
  if (errors.length > 0) throw new Error(`${file} could not be read: ${errors[0]?.message}`)
  /** @type {Set<string>} */
  const found = new Set()
  collect(program, found)
  return [...found]
}

/** @param {unknown} node @param {Set<string>} found */
function collect(node, found) {
  if (Array.isArray(node)) for (const child of node) collect(child, found)
  else if (node && typeof node === 'object') {
    const source = 'source' in node ? /** @type {{ value?: unknown } | null} */ (node.source) : undefined
    if (typeof source?.value === 'string') found.add(source.value)
    for (const child of Object.values(node)) collect(child, found)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const violations = findViolations()
  for (const violation of violations) console.error(violation)
  console.log(`${violations.length} wrong imports`)
  process.exitCode = violations.length > 0 ? 1 : 0
}
