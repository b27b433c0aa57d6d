/** Methods of explanation: their names in the literature, and what they do in a sentence. */

export interface Method {
  readonly name: string;
  readonly sentence: string;
}

const methods: Readonly<Record<string, Method>> = {
  'integrated-gradients': {
    name: 'integrated gradients (Sundararajan, Taly and Yan, 2017)',
    sentence:
      'Every word begins as the unknown word and becomes itself step by step; what the log-odds gain on the way is shared out among the words by their gradients.',
  },
  occlusion: {
    name: 'occlusion (Zeiler and Fergus, 2014; Li, Monroe and Jurafsky, 2016)',
    sentence:
      'Each word in turn is replaced by the unknown word, and the model reads the review again; what the log-odds lose is what the word contributed.',
  },
};

/** A method that is not in the list is called by its own word. */
export function methodOf(name: string): Method {
  return (
    (Object.hasOwn(methods, name) ? methods[name] : undefined) ?? {
      name: name.replaceAll('-', ' '),
      sentence: 'The contributions, the baseline and the rest add up to the log-odds.',
    }
  );
}
