import { fold } from "./terms.ts";

const orders: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your|these|system)\b.{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|context)\b/,
  /\b(?:reveal|print|repeat|show|output|leak|send)\b.{0,30}\b(?:system prompt|your instructions|your prompt|api keys?|secrets?|passwords?|credentials)\b/,
  /\byou are now\b|\bfrom now on,? you\b|\bact as (?:if you|an? (?:ai|assistant|unrestricted|different))\b|\bpretend (?:to be|you are)\b/,
  /\b(?:new|updated|real|hidden|secret|important) (?:system )?instructions?\b\s*[:.-]/,
  /\b(?:note|message|attention|instructions?) (?:to|for) (?:all |any |the )?(?:ai|llm|language model|assistant|chatbot|agent|model|writer bot)s?\b/,
  /\b(?:ai|llm|language) (?:models?|assistants?|agents?|writers?)\b.{0,20}\b(?:must|should|shall|have to|are instructed)\b/,
  /\bas an ai (?:language )?model\b|\bdo not (?:tell|inform|mention (?:this|it) to) the (?:user|reader|reviewer|client)\b/,
  /<\|(?:im_start|im_end|system|endoftext)\|>|\[\/?inst\]|<<\/?sys>>|\b(?:begin|end) system prompt\b/,
  /^\s*(?:system|assistant|developer)\s*:\s*\S/m,
];

/** True when the text talks to a model instead of a reader: an order to drop its rules, change its role or give away secrets. */
export function isSuspicious(text: string): boolean {
  const folded = fold(text.replaceAll(/[’']/g, "")).replaceAll(/[^\S\n]+/g, " ");
  return orders.some((order) => order.test(folded));
}
