/** The units that sellers count in most, as a language calls them; others stay as the seller wrote them. */
export type Units = { readonly token: string; readonly request: string; readonly byte: string } & {
  readonly second: string
  readonly minute: string
}

/** What a unit is called, or `otherwise` where there is none. */
export function unitName(unit: string | undefined, units: Units, otherwise: string): string {
  // The word comes from a server.
  return unit === undefined ? otherwise : Object.hasOwn(units, unit) ? units[unit as keyof Units] : unit
}
