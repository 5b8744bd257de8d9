export type Facet =
  | "understand"
  | "why"
  | "choose"
  | "compare"
  | "cost"
  | "prepare"
  | "process"
  | "quality"
  | "mistakes"
  | "questions"
  | "people"
  | "timing"
  | "care"
  | "evidence"
  | "measure"
  | "start";

/** General advice on one side of a subject. `{k|other}` stands for the keyword or, where it would be repeated too often, for the other words. */
export interface Guidance {
  facet: Facet;
  sentences: readonly string[];
}

const bank: Record<Facet, readonly string[]> = {
  understand: [
    "Every subject has a few terms that carry the weight, and it pays to settle them early. When you read about {k|the subject}, look for the words that keep returning and ask what each one means in practice. Two people may use the same term for different things. A short list of agreed meanings prevents that misunderstanding later.",
    "It helps to separate what is fixed from what is still open. Space, existing equipment and outside rules are usually fixed, while order, pace and level of detail can be chosen. In a conversation about {k|a plan like this}, that separation keeps attention on the points you can influence. Write both lists down and return to them whenever the discussion drifts.",
    "Think of the subject as a chain rather than a single choice. Each link sets limits for the next one, so an early shortcut tends to surface again further along. Walk through the chain once from beginning to end before you settle any detail. You will see where the plan depends on something outside your control.",
  ],
  why: [
    "The reason to care is seldom the subject itself; it is what becomes possible once things work. Picture an ordinary day and ask which part of it would run differently. If you can describe that change in plain words, you have a reason that others will understand. If you cannot, some background reading on {k|the subject} will help before you decide.",
    "Good results also have quiet effects. Corrections become rare, questions get answered once, and the people involved know what comes next. Such effects are easy to overlook because nothing dramatic happens. Count them when you judge whether the effort is worthwhile.",
  ],
  choose: [
    "Choosing becomes simple once the criteria are written down. List what must be true, what would be nice and what does not matter, and keep the lists short. Then hold every option against the first list before you look at anything else. An option that fails there does not need further study.",
    "Pay attention to fit before features. A solution that suits your routine will be used, while an impressive one that asks for new habits tends to gather dust. Ask how each choice would look on a busy day, not on an ideal one. The honest answer usually points in a clear direction.",
    "Be wary of choosing by the first impression alone. Presentation says something about care, but little about how a thing holds up in use. Ask to see an example that has been in service for some time. What its owner says about {k|it} is worth a great deal.",
  ],
  compare: [
    "A fair comparison needs the same question for every candidate. Write down what you want to know about {k|each option}, and put the answers side by side in one table. Gaps in the table tell you whom to ask next. Differences that remain after that are the ones that deserve a decision.",
    "Compare whole situations, not single properties. An advantage in one place can come with a duty in another, such as extra care, extra space or extra attention. Note both sides in the same row. The picture that results is calmer and easier to discuss.",
  ],
  cost: [
    "The price on the first page rarely tells the whole story. Add what comes before and after: preparation, extra parts, regular care and your own time. Ask for each of these items separately when you request an offer. Notes on {k|the subject} from that conversation are worth keeping. A clear breakdown makes two offers comparable at a glance.",
    "Decide early what a good result is worth to you. A budget that follows from the purpose is easier to defend, both at home and at work. Leave some room for what nobody could foresee. If the room is not needed in the end, nothing is lost.",
    "Look at the whole period of use instead of the day of purchase. Something that needs little attention can be the sensible choice even when it asks for more at the beginning. Make a simple list of what each option will need from year to year. The list often changes the order of the candidates.",
  ],
  prepare: [
    "Preparation decides how smoothly the rest will go. Collect what you need in one place, read the instructions once from start to finish, and clear the space you will work in. If the task involves other people, tell them what will happen and when. Few problems survive that kind of attention.",
    "Take stock before you change anything. Note how things are done today, what works and what gets in the way. A few photos or a short list will do. Later, these notes show whether the change has brought what you hoped for.",
    "Set aside the right conditions as well as the right tools. Good light, an uninterrupted stretch of time and a tidy surface sound trivial, yet they prevent slips that cost patience. Lay everything out in the order in which you will need it. You can then keep your attention on {k|the task itself}.",
  ],
  process: [
    "Work in stages and finish each one before the next begins. At the end of a stage, pause and check the result against what you expected. A small correction at that point is easy, while the same correction later can mean starting again. This rhythm keeps the whole effort calm and predictable.",
    "Change one thing at a time. When several settings move together, nobody can tell which of them made the difference. Keep everything else the same, note what you changed, and judge the result before you touch the next part. It feels slow at first and saves detours in the end.",
    "Write down what you do while you do it, together with what you read about {k|the subject}. A line or two per step is enough, as long as another person could follow it. The notes turn a lucky result into one you can repeat. They also make it possible to hand the routine to someone else.",
    "Keep the order of steps stable until you know why it is the way it is. Habits of experienced people often look arbitrary and turn out to solve a problem you have not met yet. Ask about the reason before you skip a step. If there is none, you can simplify with a clear conscience.",
  ],
  quality: [
    "Quality shows in the details that nobody advertises, and a text about {k|the subject} can only point to them. Look at edges, joints, instructions and the way questions are answered. Where such things are handled with care, the rest usually is too. Take your time with this part of the decision, because it is hard to change afterwards.",
    "Agree on what good looks like before the work begins. A description, a picture or a sample gives everyone the same target. Without it, each person judges by a private standard. With it, a review of the result takes minutes and stays friendly.",
  ],
  mistakes: [
    "A frequent mistake is to begin with the tool instead of the need. The tool then sets the direction, and the need has to adapt. Turn the order around: describe the need in a sentence, then look at what the market offers for it. You will discard many options without regret.",
    "Another trap is to trust a single source on {k|the subject}. Advice that fits one situation can be wrong for the next, even if it was given in good faith. Look for a second opinion on anything that would be hard to undo. Where two independent voices agree, you can proceed with confidence.",
    "Haste at the end undoes a lot of careful work. The last steps look small, so they get squeezed between other duties. Plan them with the same attention as the first ones, including the cleaning up. A proper finish is what people remember about {k|the result}.",
    "It is also easy to forget the people who will live with the outcome. They notice friction that a planner never sees. Ask them early, show them something concrete, and listen for the remark made in passing. It often contains the point that matters.",
  ],
  questions: [
    "Good questions about {k|the subject} save time on both sides. Ask what is included, what is not, and what would have to be true for the answer to change. Ask who will be your contact once the work has begun. A direct reply to each of these is a good sign.",
    "Ask for the reasoning behind a recommendation. Someone who knows the field can explain it without jargon and will name the drawbacks unprompted. If the explanation asks for faith instead, keep asking. You are entitled to understand what is proposed for your situation.",
  ],
  people: [
    "Name one person who looks after the matter. That person does not have to do everything, but should know what has been decided and what is still open. Others then know whom to ask about {k|it}. Small gaps get closed before they grow.",
    "Share knowledge about {k|the subject} while it is fresh. A short talk after the work, with the result on the table, teaches what no manual can. Let the person who did the work explain it in their own words. Everyone leaves with a clear idea of how it is done here.",
  ],
  timing: [
    "Timing deserves a place in every plan about {k|the work}. Find out which steps have to wait for something else, such as a delivery, an approval or a season. Put these first on the calendar and arrange the rest around them. A plan for the work that respects waiting times is a plan that holds.",
    "Choose a quiet moment for the first attempt. When nothing else is urgent, you can observe, adjust and ask without pressure. Busy periods are for routines that already work. If the change falls into such a period, keep the old way available for a while.",
  ],
  care: [
    "Whatever you set up will need some care to stay the way it was on the first day. Advice on {k|the subject} rarely mentions this. Tie the care to something that happens anyway, such as the end of the week or the start of a month. Keep the checklist short enough to be followed. A few minutes at regular intervals protect what you have put into {k|it}.",
    "Watch for early signs instead of waiting for a failure. A change in sound, taste, smell, speed or effort usually has a cause that is still small. Note when you first observed it. Whoever looks into it will be grateful for the hint.",
  ],
  evidence: [
    "Treat claims about {k|the subject} with friendly caution. Ask where a figure comes from, for whom it was measured and whether your case is similar. A source that states its limits deserves trust. One that promises the same result for everybody does not.",
    "Your own observations count as evidence too. Keep them honest by deciding beforehand what you will look at. Record what happened, including what did not work. After a few rounds you will have something that no general article can give you.",
  ],
  measure: [
    "Decide how you will recognise success before you start. Opinions on {k|the outcome} differ, so agree on them early. Two or three simple signs are enough, as long as anyone could check them. Look at them at fixed points and not whenever there is a doubt. That keeps the judgement of the outcome fair.",
    "Review the result with some distance. In the first days, impressions swing between delight and doubt. After a few weeks you can tell which parts have become routine. Keep those, adjust the others, and write down what you would do differently next time.",
  ],
  start: [
    "Begin with the outcome you want and put it into one sentence. It tells you which details of the plan deserve attention and which can wait. It also gives everyone involved the same picture before any work begins. When an idea does not serve that sentence, put it on a list for later.",
    "Start small and learn from the first round before you commit to the whole. Reading about {k|the subject} helps, and trying helps too. A limited trial shows where the plan fits your situation and where it needs a change. Choose a part that matters but can be undone. Then note what surprised you, because those notes guide the next round.",
    "Give yourself permission to learn. The first attempt at anything new is rarely the one you will keep, and that is no failure. What counts is that the second attempt starts from what the first one taught. With that attitude, progress comes quickly.",
  ],
};

/** The whole bank, sentence by sentence. */
export const guidance: readonly Guidance[] = (Object.entries(bank) as [Facet, readonly string[]][]).flatMap(
  ([facet, paragraphs]) =>
    paragraphs.map((paragraph) => ({ facet, sentences: paragraph.split(/(?<=[.!?]) (?=\p{Lu})/u) })),
);

const signs: readonly [Facet, RegExp][] = [
  ["measure", /\b(?:whether it works|tell whether|signs of success)/i],
  ["understand", /\b(?:what to know|what is|what are|basics|background|introduc)/i],
  ["cost", /\b(?:cost|price|pricing|budget|pay|fee|expens|saving|afford|finance|value)/i],
  ["mistakes", /\b(?:mistake|avoid|pitfall|error|wrong|problem|fix|trouble|myth|fail)/i],
  ["questions", /\b(?:question|ask|faq|answer)/i],
  ["start", /\b(?:start|begin|first step|next step|get going|getting)/i],
  ["compare", /\b(?:compar|versus|vs|differ|alternative|option|or)\b/i],
  ["choose", /\b(?:choos|select|pick|right|buy|decid|suit|which|find)/i],
  ["care", /\b(?:care|clean|maintain|maintenance|service|repair|store|keep|last)/i],
  ["timing", /\b(?:when|time|timing|season|schedul|how long|calendar|storage|fresh)/i],
  ["prepare", /\b(?:prepar|before|need|equipment|tool|ingredient|check|requirement|setup|set up)/i],
  ["process", /\b(?:how|steps?|process|method|recipe|install\w*)\b/i],
  ["measure", /\b(?:measur|result|success|review|track|number)/i],
  ["quality", /\b(?:quality|standard|good|better|certif|warrant)/i],
  ["people", /\b(?:team|people|staff|train|partner|customer|client|famil)/i],
  ["evidence", /\b(?:data|evidence|research|report|fact|proof|case)/i],
  ["why", /\b(?:why|benefit|matter|reason|advantage|worth)/i],
];

/** Which side of a subject a heading is about. */
export function facetOf(heading: string): Facet {
  return signs.find(([, sign]) => sign.test(heading))?.[0] ?? "understand";
}

/** Where to look for advice when a side of the subject has none left. */
export const kin: Record<Facet, readonly Facet[]> = {
  understand: ["why", "evidence", "quality"],
  why: ["evidence", "measure", "understand"],
  choose: ["compare", "quality", "questions"],
  compare: ["choose", "evidence", "questions"],
  cost: ["compare", "timing", "choose"],
  prepare: ["timing", "start", "people"],
  process: ["prepare", "people", "quality"],
  quality: ["evidence", "process", "measure"],
  mistakes: ["process", "quality", "evidence"],
  questions: ["choose", "people", "compare"],
  people: ["process", "questions", "quality"],
  timing: ["prepare", "cost", "process"],
  care: ["measure", "people", "quality"],
  evidence: ["measure", "quality", "why"],
  measure: ["evidence", "care", "quality"],
  start: ["prepare", "process", "timing"],
};
