export {
  createFaultProxy,
  type FaultProxy,
  type FaultProxyOptions,
  type Passage,
} from './faults/createFaultProxy.js'
export { laneOf, type Sent } from './faults/Exchange.js'
export { type Corruption, type Fault, faultsOf, type Lane, nameOf } from './faults/Fault.js'
export type { Rule } from './faults/Plan.js'
export { createDisk, type Disk, type Page } from './page/createDisk.js'
