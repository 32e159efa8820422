import type { Context } from 'hono'
import { Problem } from './problem.js'

/** The photo that a request asks for. */
export function photo(context: Context) {
  const id = context.req.query('id') ?? '1'
  if (!/^[\w-]{1,40}$/.test(id))
    throw new Problem(400, 'invalid-request', 'id must be 1 to 40 letters, digits, _ or -.')
  return new Response(drawPhoto(id), {
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'private, no-store' },
  })
}

import { type Random, seededBy } from './random.js'

const palettes = [
  { sky: ['#1d2b53', '#b05c8a', '#ffc38b'], sun: '#fff1c9', ridge: '#2a2148' },
  { sky: ['#0b3c5d', '#5fa8c8', '#e9f1d6'], sun: '#fffbe8', ridge: '#153f4a' },
  { sky: ['#2f1b3d', '#8e3b46', '#f2a65a'], sun: '#ffe9b0', ridge: '#2b1524' },
  { sky: ['#12263a', '#3f7d6e', '#cfe8c4'], sun: '#fdfbe4', ridge: '#10302c' },
  { sky: ['#22223b', '#6a6fa8', '#f0d9dc'], sun: '#ffffff', ridge: '#23233f' },
] as const

const width = 960
const height = 640
const ridges = 5

/** Draws the landscape that an id stands for: the same id always gives the same picture. */
function drawPhoto(id: string): string {
  const random = seededBy(id)
  const palette = palettes[Math.floor(random() * palettes.length)] ?? palettes[0]
  const sun = { x: between(random, 200, 760), y: between(random, 150, 300), r: between(random, 34, 70) }
  const layers = Array.from({ length: ridges }, (_, index) => {
    const path = ridge(random, 300 + index * 62, 110 - index * 12)
    // Nearer hills are darker.
    return `<path d="${path}" fill="${mix(palette.sky[1], palette.ridge, 0.3 + (0.7 * index) / (ridges - 1))}"/>`
  })
  const stops = palette.sky.map((color, index) => `<stop offset="${index / 2}" stop-color="${color}"/>`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<title>A landscape at dusk</title>',
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient>`,
    `<radialGradient id="glow"><stop offset="0" stop-color="${palette.sun}" stop-opacity=".75"/><stop offset="1" stop-color="${palette.sun}" stop-opacity="0"/></radialGradient></defs>`,
    `<rect width="${width}" height="${height}" fill="url(#sky)"/>`,
    ...stars(random),
    `<circle cx="${sun.x}" cy="${sun.y}" r="${sun.r * 4}" fill="url(#glow)"/>`,
    `<circle cx="${sun.x}" cy="${sun.y}" r="${sun.r}" fill="${palette.sun}"/>`,
    ...layers,
    '</svg>',
  ].join('')
}

function stars(random: Random) {
  return Array.from({ length: 40 }, () => {
    const [x, y, r] = [between(random, 0, width), between(random, 0, 190), (0.5 + random() * 1.2).toFixed(1)]
    return `<circle cx="${x}" cy="${y}" r="${r}" fill="#fff" fill-opacity="${(0.15 + random() * 0.5).toFixed(2)}"/>`
  })
}

/** A chain of hills: smooth curves through random heights, closed along the bottom edge. */
function ridge(random: Random, base: number, swing: number) {
  const points = Array.from({ length: 9 }, (_, index) => ({
    x: (index * width) / 8,
    y: Math.round(base + (random() - 0.5) * 2 * swing),
  }))
  const curves = points.slice(1).map((point, index) => {
    const previous = points[index] ?? point
    const middle = (previous.x + point.x) / 2
    return `C${middle} ${previous.y} ${middle} ${point.y} ${point.x} ${point.y}`
  })
  return `M0 ${points[0]?.y ?? base}${curves.join('')}V${height}H0Z`
}

/** The colour that lies this part of the way from one to the other. */
function mix(from: string, to: string, part: number) {
  const channels = [1, 3, 5].map((at) => {
    const [a, b] = [from, to].map((color) => Number.parseInt(color.slice(at, at + 2), 16))
    return Math.round((a ?? 0) + ((b ?? 0) - (a ?? 0)) * part)
  })
  return `rgb(${channels.join(',')})`
}

function between(random: Random, low: number, high: number) {
  return Math.round(low + random() * (high - low))
}
