import { expect, test } from 'vitest'
import * as Memo from './Memo.js'

// As mppx 0.11 writes them.
test.each([
  [
    { realm: 'api.example.com', challengeId: 'kM9xPqWvT2nJrHsY4aDfEb' },
    '0xef1ed712011ece072f76bd8b82350e000000000000000000001128fb265e760d',
  ],
  [
    { realm: 'api.example.com', challengeId: 'kM9xPqWvT2nJrHsY4aDfEb', clientId: 'my-app' },
    '0xef1ed712011ece072f76bd8b82350e3a180fb9d0177aa2f3711128fb265e760d',
  ],
  [
    { realm: 'café.example', challengeId: 'ü', clientId: '日本' },
    '0xef1ed71201e1405bbb6a9b3d395eff8849cfe83b37956977069a31655163c1a9',
  ],
])('the memo of %j', (to, memo) => {
  expect(Memo.bind(to)).toBe(memo)
})
