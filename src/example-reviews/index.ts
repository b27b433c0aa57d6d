/** Reviews to try with a click, written for this project; for pages with scripts and without. */

export interface ExampleReview {
  /** Stable; what a form sends. */
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

export const exampleReviews: readonly ExampleReview[] = [
  {
    name: 'plain',
    title: 'Praise',
    text: 'A warm, funny and beautifully acted film. I laughed, I cried a little, and I would watch it again tomorrow.',
  },
  {
    name: 'negation',
    title: 'Negation',
    text: 'This is not a good film, and it is not even a bad one worth laughing at. I would not watch it again.',
  },
  {
    name: 'contrast',
    title: 'Mixed feelings',
    text: 'The costumes are gorgeous, the music is lovely and the two leads work hard, but the story goes nowhere, the jokes fall flat, and by the second hour I was counting the lamps in the theatre.',
  },
  {
    name: 'sarcasm',
    title: 'Sarcasm',
    text: 'Oh, wonderful. Another two hours of people whispering in dark corridors. If you have ever wanted to watch paint dry with an orchestra playing over it, your masterpiece has arrived.',
  },
  { name: 'line', title: 'One line', text: 'Nobody in it seems to have read to the end of the script.' },
  {
    name: 'long',
    title: 'Very long',
    text: `I went in knowing only that it was about a ferry captain who has decided to retire, and for the first twenty minutes I was afraid that this was all it would be about. He polishes the bell. He argues with the harbour office. He eats soup. The camera watches from so far away that I began to wonder whether we would ever see his face.

Then his daughter comes aboard with a suitcase and a lie, and everything that had seemed slow turns out to have been patient. Every small thing we were shown comes back with a meaning: the bell, the soup, the empty seat by the window. The two actors hardly raise their voices, and yet the quarrel in the engine room is the most gripping scene I have seen in years.

It is not perfect. The subplot with the smuggler is thin, one song is used three times too often, and the accent of the harbour master belongs to no country on earth. Somebody should also have cut the dream sequence, which looks as if it had wandered in from a perfume advertisement.

But I forgive all of it for the last ten minutes. No speeches, no swelling strings, just a man handing over a set of keys and a young woman trying to start an engine in the rain. People in my row were crying before they knew why. I walked home along the river instead of taking the bus, and I have been recommending it to strangers ever since.`,
  },
];
