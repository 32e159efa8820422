/** What is behind the paywall. */
export const article = {
  title: 'Why the tide comes twice',
  paragraphs: [
    'Stand on the same beach all day and the sea comes in twice, about fifty minutes later each time. One moon, one pull: so why two tides?',
    'The moon pulls hardest on the water that is nearest to it, less on the earth beneath our feet, and least on the water at the far side. The near water is drawn ahead of the earth; the far water is left behind. Two bulges, and we turn through both of them.',
    'The sun does the same, at less than half the strength. When both stand in line, at new and at full moon, their bulges add up to a spring tide. When they stand at right angles, one takes from the other, and the sea hardly moves.',
    'And the fifty minutes? While we turn once, the moon has gone a little further on its way, and we have to turn a little more to catch up with it. The sea keeps the moon’s time, not ours.',
  ],
} as const
