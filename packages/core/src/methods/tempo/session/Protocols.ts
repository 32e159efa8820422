import { escrowV1 } from './EscrowV1.js'
import { escrowV2 } from './EscrowV2.js'
import type { Protocol, Version } from './Protocol.js'

/** Every protocol of Tempo's channels, by the name that challenges call it. */
export const protocols: { readonly [version in Version]: Protocol } = { v1: escrowV1, v2: escrowV2 }
