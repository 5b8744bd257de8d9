import type { Facet } from "./guidance.ts";

/** Sentence patterns. `{k|other}` is the keyword or the other words, `{topics}` a list of section subjects, `{who}` the readers. */
export const intros: readonly string[] = [
  "Questions about {k|this} tend to arrive all at once, and the answers are scattered. This article puts them in order.",
  "Anyone who looks into {k|this} soon finds plenty of opinions and few clear answers. Here is a plain account, one point after the other.",
  "A little background on {k|the subject} makes every later decision easier. This article collects what is worth knowing before you act.",
  "There is a lot to read about {k|this subject} and not much that fits together. The sections below bring the pieces into one place.",
];

export const promises: readonly string[] = [
  "You will read about {topics}.",
  "It covers {topics}.",
  "The sections deal with {topics}.",
];

export const readers: readonly string[] = ["It is written for {who}.", "We wrote it with {who} in mind."];

export const ownSource: readonly string[] = [
  "The facts come from our own documents, so you can ask us about any of them.",
  "What you read here comes from our daily work, and we are happy to explain any of it.",
];

export const leads: Record<Facet, readonly string[]> = {
  understand: ["Some basics make the rest easier to follow.", "It is worth pausing on what this part involves."],
  why: ["There are good reasons to learn about {k|this}.", "What makes this part worth the attention?"],
  choose: [
    "Choices around {k|this} become easier with a few clear criteria.",
    "A good choice starts with what you need.",
  ],
  compare: [
    "Side by side, the options around {k|this} are easier to judge.",
    "It helps to look at the alternatives together.",
  ],
  cost: [
    "What can be said about {k|this} in terms of money and effort?",
    "Costs around {k|this} are easier to plan once the parts are known.",
  ],
  prepare: [
    "Before any decision on {k|this}, a little preparation helps.",
    "Before you begin with {k|this part}, a few things deserve a look.",
  ],
  process: ["In practice, this comes down to a handful of steps.", "Here is how to go about it."],
  quality: [
    "How can you tell good work from the rest when it comes to {k|this}?",
    "Quality is something you can check.",
  ],
  mistakes: [
    "Problems with {k|this} usually have a simple cause.",
    "Some mistakes around {k|this} return again and again.",
  ],
  questions: [
    "A few questions about {k|this} come up in almost every conversation.",
    "Good questions bring clarity about {k|this}.",
  ],
  people: [
    "Questions about {k|this} are often questions about people and who does what.",
    "This part is about the people involved.",
  ],
  timing: ["Time plays its own part.", "When it comes to {k|this}, the calendar matters."],
  care: [
    "A little care goes a long way with {k|this}.",
    "Once everything works, a little attention keeps it that way.",
  ],
  evidence: [
    "It is fair to ask what the statements about {k|this} rest on.",
    "Here is what can be said about {k|this} with some certainty.",
  ],
  measure: ["How do you know whether things work?", "Results around {k|this} can be observed without much effort."],
  start: ["Where do you begin with {k|this}?", "The first steps with {k|this} need not be large."],
};

/** Carry the keyword into a section that lacks it. */
export const reminders: readonly string[] = [
  "Keep this in mind whenever you think about {k|the next step}.",
  "It is a small point, yet it shapes how you think about {k|the whole}.",
  "Come back to this section when you next look into {k|the subject}.",
  "If one thing about {k|the subject} stays with you, let it be this.",
  "Discuss this point early in any conversation about {k|the subject}.",
  "Notes on this point will help with every later question about {k|the subject}.",
  "Much of the advice on {k|the subject} starts from here.",
  "Take this as a starting point for your own thoughts on {k|the subject}.",
];

export const closings: readonly string[] = [
  "None of this has to happen in one day. Pick the section that speaks to your situation, act on it, and return to the rest when you are ready. What you learn about {k|the subject} along the way will make the next step easier.",
  "You now have a clear picture of {k|the subject}. Note the two or three points that apply to you, talk them over with the people involved, and decide what to do first. A modest beginning is enough.",
  "You have read a lot about {k|the subject}; now it is your turn. Take the points above as a checklist, cross out what you already do, and choose one item from what remains. The others can follow at your own pace.",
];

export const faqs: readonly { q: string; a: string }[] = [
  {
    q: "Where should I begin with {k|this}?",
    a: "Begin with the result you want and with what you already have. A short list of both shows which section of this article to read first.",
  },
  {
    q: "How do I know whether advice on {k|this} fits my situation?",
    a: "Check what the advice assumes about space, time and habits. If two of the assumptions differ from your case, ask before you follow it.",
  },
  {
    q: "Can I decide on {k|this} on my own?",
    a: "Many parts can be done without help if you take them one at a time. Ask for support with anything that is hard to undo.",
  },
  {
    q: "What should I have ready before I ask for help with {k|this}?",
    a: "Bring a description of your goal, a few photos or notes on the present state, and your open questions. The conversation will be short and useful.",
  },
];

export const calls: readonly string[] = [
  "Ready for the next step? {cta}",
  "If questions remain, we are glad to help. {cta}",
  "We are happy to look at your situation with you. {cta}",
];
